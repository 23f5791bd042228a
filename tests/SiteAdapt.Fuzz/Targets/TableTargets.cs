using System.Text;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Fuzz;

/// <summary>Tables: manifests, label tables of the known data sets, split lists, names of tensors, lists of subjects.</summary>
static class TableTargets
{
    static readonly string[] Words =
    [
        ",", "\"", "\"\"", "\t", "\r", "\r\n", "\n\n", "\0", "\uFEFF", "..", "../../etc/passwd", "/etc/passwd", "C:\\a", ".hidden", "case", "subject", "site", "image", "label",
        "label:", "label:Edema", "split", "train", "val", "test", "age", "-1", "1e308", "1e999", "NaN", "∞", "99999999999999999999", "0x10", "*", "#", "a*", "\u202E", "\u001b[2J", "<b>", "=1+1",
    ];

    static readonly string[] Manifests =
    [
        "case,subject,site,image,label,age,sex,split\na1,a,A,a.nii,am.nii,60.5,M,train\nb1,b,B,sub/b.nii,,,F,test\n",
        "case,subject,site,image,label:Edema,label:Effusion,view\n\"x 1\",x,north,x.png,1.0,-1,PA\ny,y,south,/data/y.png,,0,AP\n",
    ];

    static readonly string[] CheXpert =
    [
        "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture,Support Devices\n"
        + "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg,Female,68,Frontal,AP,1.0,,,,,,,,,0.0,,,,1.0\n"
        + "CheXpert-v1.0-small/train/patient00002/study2/view1_lateral.jpg,Male,87,Lateral,,,,-1.0,1.0,,-1.0,-1.0,,-1.0,,-1.0,,1.0,\n",
    ];

    static readonly string[] ChestXray14 =
    [
        "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position\n00000001_000.png,Cardiomegaly|Effusion,0,1,58,M,PA\n00000002_000.png,No Finding,0,2,414,F,AP\n",
    ];

    static readonly string[] Splits =
        ["site\tsubset\torder\tsubject_id\nA\ttrain\t0\ta\nB\ttest\t1\tb\n", "site,subset,order,image_path\nnorth,train,3,x.png\n1,val,4,y.png\n"];

    static readonly string[] NameTables = ["# ours\ttheirs\nfeatures.*\tmodel.features.*\nclassifier.weight\tfc.weight\n", "*\tmodule.*\n"];

    static readonly Manifest Cases = new("manifest.csv", [.. new[] { ("a", "A"), ("b", "B"), ("x", "north") }.Select(c =>
        new Case { Id = c.Item1, Subject = c.Item1, Site = c.Item2, Image = Path.GetFullPath($"{c.Item1}.png") })]);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Table("manifest", "manifest.csv", Manifests, path => Manifest.Read(path, checkFiles: false)),
        Table("manifest-files", "checked.csv", Manifests, path => Manifest.Read(path)),
        Table("chexpert", "train.csv", CheXpert, path => CheXpertLayout.Import(Path.GetDirectoryName(path)!)) with { NamesFile = false }, // missing images: the folder is named
        Table("chest-xray14", "Data_Entry_2017.csv", ChestXray14, path => ChestXray14Layout.Import(Path.GetDirectoryName(path)!)) with { NamesFile = false },
        Table("split-list", "split.tsv", Splits, path => Split.FromList(Cases, SplitList.Read(path))),
        Table("name-map", "names.tsv", NameTables, path => NameMap.Load(path).NameInFile("features.conv0.weight")),
        Table("bids-description", BidsDescription.FileName, ["""{"Name": "x", "BIDSVersion": "1.9.0", "GeneratedBy": [{"Name": "siteadapt", "Version": "1"}]}"""], path => BidsDescription.IsOurs(Path.GetDirectoryName(path)!)),
        Table("subjects", "subjects.txt", ["a,A\nb\tB\n\nc, A\n"], path => TrainingSubject.Read(path, ["A", "B"])),
    ];

    static FuzzTarget Table(string name, string fileName, string[] texts, Action<string> parse) =>
        FuzzTarget.Of(name, fileName, () => texts.Select(Encoding.UTF8.GetBytes), parse) with { Words = Words };
}
