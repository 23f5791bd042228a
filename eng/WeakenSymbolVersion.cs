using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
#if !WITHOUT_MSBUILD // the tests compile this file without MSBuild's assemblies
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Writes a copy of a library in which one symbol version is needed only weakly.</summary>
public sealed class WeakenSymbolVersion : Task
{
    [Required] public string Input { get; set; }
    [Required] public string Output { get; set; }
    [Required] public string SymbolVersion { get; set; }

    public override bool Execute()
    {
        var elf = File.ReadAllBytes(Input);
        int found = SymbolVersions.MakeWeak(elf, SymbolVersion);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} needs of {2} made weak", Input, found, SymbolVersion);

        Directory.CreateDirectory(Path.GetDirectoryName(Output));
        var temporary = Output + "." + System.Guid.NewGuid().ToString("N");
        File.WriteAllBytes(temporary, elf);
        if (File.Exists(Output)) File.Delete(Output);
        File.Move(temporary, Output);
        return true;
    }
}
#endif

/// <summary>
/// Edits the symbol-version needs (section .gnu.version_r) of a 64-bit little-endian ELF library.
/// Layout: System V ABI and the Linux Standard Base, "Symbol Versioning".
/// </summary>
public static class SymbolVersions
{
    const int VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    const ushort Weak = 2;                     // VER_FLG_WEAK

    /// <summary>
    /// Marks every need of <paramref name="version"/> as weak, so that the loader accepts a system that lacks it.
    /// Returns how many needs carry the version; already weak ones are counted and left as they are.
    /// </summary>
    public static int MakeWeak(byte[] elf, string version)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
            throw new InvalidDataException("not a 64-bit little-endian ELF file");

        int found = 0;
        foreach (var flags in NeedFlags(elf, version))
        {
            var value = (ushort)(BitConverter.ToUInt16(elf, flags) | Weak);
            elf[flags] = (byte)value;
            elf[flags + 1] = (byte)(value >> 8);
            found++;
        }
        return found;
    }

    /// <summary>File offsets of the vna_flags fields whose version name is <paramref name="version"/>.</summary>
    static List<int> NeedFlags(byte[] elf, string version)
    {
        var result = new List<int>();
        long table = BitConverter.ToInt64(elf, 0x28);
        int entrySize = BitConverter.ToUInt16(elf, 0x3a), entries = BitConverter.ToUInt16(elf, 0x3c);
        for (int i = 0; i < entries; i++)
        {
            int header = checked((int)table + i * entrySize);
            if (BitConverter.ToInt32(elf, header + 4) != VersionNeedSection) continue;
            int section = checked((int)BitConverter.ToInt64(elf, header + 24));
            int linked = checked((int)table + BitConverter.ToInt32(elf, header + 40) * entrySize);
            int strings = checked((int)BitConverter.ToInt64(elf, linked + 24));

            for (int file = section; ;)
            {
                int count = BitConverter.ToUInt16(elf, file + 2);
                int need = file + BitConverter.ToInt32(elf, file + 8);
                for (int k = 0; k < count; k++)
                {
                    if (NameAt(elf, strings + BitConverter.ToInt32(elf, need + 8)) == version) result.Add(need + 4);
                    need += BitConverter.ToInt32(elf, need + 12);
                }
                int next = BitConverter.ToInt32(elf, file + 12);
                if (next == 0) break;
                file += next;
            }
        }
        return result;
    }

    static string NameAt(byte[] elf, int offset)
    {
        int end = Array.IndexOf(elf, (byte)0, offset);
        return Encoding.ASCII.GetString(elf, offset, end - offset);
    }
}
