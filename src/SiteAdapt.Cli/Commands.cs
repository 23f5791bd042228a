using System.CommandLine;

namespace SiteAdapt.Cli;

/// <summary>The tree of verbs.</summary>
static class Commands
{
    public static RootCommand Root()
    {
        var root = new RootCommand("SiteAdapt: supervised domain adaptation of medical-imaging models, from a source site to a target site")
        {
            DemoVerb.Build(),
            new Command("data", "Make, import, check and compare data, and choose what to annotate") { SimulateVerb.Build(), ImportVerb.Build(), CheckVerb.Build(), ShiftVerb.Build(), DriftVerb.Build(), NextVerb.Build() },
            PretrainVerb.Build(),
            AdaptVerb.Build(),
            EvaluateVerb.Build(),
            PredictVerb.Build(),
            AdviseVerb.Build(),
            AuditVerb.Build(),
            ScoreVerb.Build(),
            new Command("model", "Bring a model of another program, take one of ours away")
            {
                ModelImportVerb.Build(), ModelRebuildHistoryVerb.Build(), ModelExportVerb.Build(), ModelBundleVerb.Build(),
            },
            new Command("bundle", "Check and unpack bundles: a model with all that goes with it in one file") { BundleVerifyVerb.Build(), BundleUnpackVerb.Build() },
            new Command("run", "Look at run folders, replay and verify them") { RunShowVerb.Build(), RunReplayVerb.Build(), RunVerifyResumeVerb.Build() },
            new Command("study", "Plan and run a whole study: methods on pairs of sites") { StudyPlanVerb.Build(), StudyRunVerb.Build(), StudyStatusVerb.Build(), StudyReportVerb.Build(), StudyFeaturesVerb.Build(), StudyCancelVerb.Build() },
            new Command("unit", "Run single units of a study, as a launcher does") { UnitRunVerb.Build() },
            ServeVerb.Build(),
            DoctorVerb.Build(),
            CompletionVerb.Build(),
        };
        HelpWithExamples.AddTo(root);
        return root;
    }
}
