using TorchSharp;

namespace SiteAdapt.Learning;

/// <summary>
/// Numbers for tensor operations that live as long as the process. TorchSharp hands a Scalar's native pointer to libtorch without
/// keeping the Scalar alive, also where an operation makes it itself (<c>a.add_(b)</c> is <c>a.add_(b, 1)</c>): a garbage
/// collection at the wrong moment frees it before it is read. Numbers that change are held by a <c>using</c> declaration.
/// </summary>
static class Scalars
{
    public static Scalar Zero { get; } = 0;

    public static Scalar One { get; } = 1;

    public static Scalar MinusOne { get; } = -1;
}
