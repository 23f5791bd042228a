using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SiteAdapt.Cli.Tests;

/// <summary>
/// No network, no pickle, no code from data: read from the compiled program, whose every use of another library stands in its tables of references.
/// </summary>
public sealed class ForeignCodeTests
{
    /// <summary>Types of these namespaces are not used at all.</summary>
    static readonly string[] Namespaces = ["System.Net", "System.Runtime.Serialization", "System.Reflection.Emit", "System.Runtime.Loader", "System.Xml.Xsl", "Microsoft.CodeAnalysis", "Microsoft.CSharp"];

    /// <summary>Types that open connections, load code or unpickle.</summary>
    static readonly string[] Types = ["System.Reflection.Assembly", "System.Activator", "TorchSharp.torch/hub", "TorchSharp.torch/jit", "TorchSharp.torch/jit/ScriptModule", "System.Windows.Markup.XamlReader"];

    /// <summary>What is used of them nevertheless: resources and names of the program's own assemblies.</summary>
    static readonly string[] Allowed = ["GetManifestResourceStream", "GetManifestResourceNames", "GetName", "get_Location", "GetEntryAssembly", "GetExecutingAssembly", "GetCustomAttribute"];

    /// <summary>TorchSharp's own format, and Python's: tensors come in as safetensors only.</summary>
    static readonly string[] Loads = ["load", "load_py", "load_safetensors", "load_state_dict", "LoadStateDict", "import_tensor"];

    public static TheoryData<string> Assemblies() =>
        [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Select(path => Path.GetFileName(path)).Where(IsOurs).Order(StringComparer.Ordinal)];

    static bool IsOurs(string file) => file == "siteadapt.dll" || (file.StartsWith("SiteAdapt.", StringComparison.Ordinal) && !file.EndsWith(".Tests.dll", StringComparison.Ordinal));

    [Fact]
    public void Should_look_at_every_assembly_of_the_program() => Assert.Equal(6, Assemblies().Count);

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Should_open_no_connection_and_load_no_code(string assembly)
    {
        var (types, members) = References(assembly);
        Assert.Contains(types, type => type.StartsWith("System.", StringComparison.Ordinal));
        Assert.DoesNotContain(types, type => Namespaces.Any(name => type.StartsWith(name + ".", StringComparison.Ordinal)));
        Assert.DoesNotContain(members, member => Types.Contains(member.Type) && !Allowed.Contains(member.Name));
        Assert.DoesNotContain(members, member => member.Type.StartsWith("TorchSharp.", StringComparison.Ordinal) && Loads.Contains(member.Name));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Should_start_programs_in_studies_only(string assembly)
    {
        var starts = References(assembly).Members.Where(member => member is { Type: "System.Diagnostics.Process", Name: "Start" });
        Assert.True(assembly == "SiteAdapt.Studies.dll" ? starts.Any() : !starts.Any());
    }

    static (HashSet<string> Types, HashSet<(string Type, string Name)> Members) References(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly)));
        var reader = file.GetMetadataReader();
        string NameOf(TypeReferenceHandle handle)
        {
            var type = reader.GetTypeReference(handle);
            string name = reader.GetString(type.Name);
            return type.ResolutionScope.Kind == HandleKind.TypeReference ? $"{NameOf((TypeReferenceHandle)type.ResolutionScope)}/{name}" : $"{reader.GetString(type.Namespace)}.{name}";
        }
        var types = reader.TypeReferences.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var members = reader.MemberReferences.Select(reader.GetMemberReference).Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (NameOf((TypeReferenceHandle)member.Parent), reader.GetString(member.Name))).ToHashSet();
        return (types, members);
    }
}
