namespace SiteAdapt.Data;

/// <summary>What is wrong with the content of an image file.</summary>
sealed class UnreadableImageException(string message, Exception? inner = null) : Exception(message, inner);
