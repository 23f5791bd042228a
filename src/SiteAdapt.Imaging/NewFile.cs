namespace SiteAdapt.Imaging;

/// <summary>A file that is being written.</summary>
public sealed class NewFile : IDisposable
{
    readonly FileStream file;
    readonly string path;
    readonly IFileWatch? watch;

    internal NewFile(string path, IFileWatch? watch, int bufferSize)
    {
        (this.path, this.watch) = (path, watch);
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, watch is null ? bufferSize : 0);
        // Watched below the buffer, so that what is watched is what the operating system is asked to do.
        Stream = watch is null ? file : new BufferedStream(new WatchedStream(file, watch), bufferSize);
    }

    public Stream Stream { get; }

    /// <summary>Hands all that was written to the operating system, and from there to the disk if asked for.</summary>
    public void Flush(bool toDisk)
    {
        Stream.Flush();
        watch?.Before(FileChange.Flush, path);
        file.Flush(toDisk);
    }

    public void Dispose() => Stream.Dispose();

    sealed class WatchedStream(FileStream file, IFileWatch watch) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => true; // the buffer in front asks for the position

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position { get => file.Position; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!buffer.IsEmpty) watch.Write(file, buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) file.Dispose();
            base.Dispose(disposing);
        }
    }
}
