namespace SiteAdapt.Data.Tests;

/// <summary>Cases of single images.</summary>
static class TestImages
{
    /// <summary>A case of site "a" whose image is this file.</summary>
    public static Case Case(TemporaryFolder folder, string id, byte[] file, string extension = ".png") =>
        TestCases.Of("a", id) with { Id = id, Image = folder.Write(id + extension, file) };

    public static TaskSettings Task(int window = 32) => TaskPresets.ChestXray with { Window = window };
}
