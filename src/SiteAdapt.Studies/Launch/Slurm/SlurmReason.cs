namespace SiteAdapt.Studies;

/// <summary>Slurm's reasons in plain words.</summary>
public static class SlurmReason
{
    static readonly (string Begin, string Words)[] Known =
    [
        ("Dependency", "waits until the stages before have ended"),
        ("DependencyNeverSatisfied", "waits for a job that can no longer end well; cancel it and submit again"),
        ("Resources", "is next, as soon as CPUs, memory or GPUs are free"),
        ("Priority", "other jobs are before it"),
        ("JobArrayTaskLimit", "as many of its array run as --max-parallel lets"),
        ("BeginTime", "starts again in a moment, after a requeue, or at the time that was asked for"),
        ("JobHeldUser", "is held; 'scontrol release JOB' lets it go"),
        ("JobHeldAdmin", "was held by Slurm or an administrator, after failing to start for example; 'scontrol release JOB', or ask the administrator"),
        ("JobHoldMaxRequeue", "was held after being requeued too often; 'scontrol release JOB' lets it go"),
        ("launch failed requeued held", "could not be started on its node and is held; look at the node with the administrator, then 'scontrol release JOB'"),
        ("PartitionDown", "the partition is down"),
        ("PartitionInactive", "the partition takes no jobs at the moment"),
        ("PartitionTimeLimit", "asks for more time than the partition gives; cancel it and submit with another --time"),
        ("PartitionNodeLimit", "asks for more than the partition's nodes have"),
        ("PartitionConfig", "asks for something that the partition does not have"),
        ("ReqNodeNotAvail", "the nodes that it needs are down, reserved or kept for maintenance"),
        ("NodeDown", "a node that it needs is down"),
        ("Nodes required for job are DOWN", "the nodes that it needs are down or kept for jobs of higher priority"),
        ("BadConstraints", "asks for something that no node has"),
        ("Reservation", "waits for a reservation"),
        ("Licenses", "waits for a licence"),
        ("Cleaning", "its last attempt is being cleaned up"),
        ("Prolog", "its node is being set up"),
        ("InvalidAccount", "its account is not valid; cancel it and submit with --sbatch account=NAME"),
        ("InvalidQOS", "its quality of service is not valid; cancel it and submit with --sbatch qos=NAME"),
        ("Assoc", "a limit of the account is reached"),
        ("QOS", "a limit of the quality of service is reached"),
        ("Max", "a limit of the account is reached"),
        ("None", "has just been queued"),
    ];

    /// <summary>Slurm's own word where it is not known.</summary>
    public static string InWords(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        string trimmed = reason.Trim('(', ')');
        // The longest that fits: some reasons begin with others.
        var best = Known.Where(known => trimmed.StartsWith(known.Begin, StringComparison.Ordinal)).OrderByDescending(known => known.Begin.Length).FirstOrDefault();
        return best.Words is null ? trimmed : $"{best.Words} ({trimmed})";
    }
}
