namespace SiteAdapt.Data;

/// <summary>Finds who is one person with a subject under another id (<see cref="SubjectId.IsSamePersonAs"/>), at a cost that does not grow with the number of subjects.</summary>
public sealed class PersonIndex<T> where T : class
{
    // The first with the key, and the first of another id: a subject is not found for itself
    readonly Dictionary<(string, string), (string Id, T First, T? Other)> byKey = [];

    public PersonIndex(IEnumerable<T> items, Func<T, SubjectId> idOf)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(idOf);
        foreach (T item in items)
        {
            SubjectId id = idOf(item);
            foreach (var key in id.Keys())
                if (!byKey.TryGetValue(key, out var known)) byKey[key] = (id.Text, item, null);
                else if (known.Other is null && known.Id != id.Text) byKey[key] = known with { Other = item };
        }
    }

    /// <summary>Null: nobody.</summary>
    public T? Find(SubjectId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        foreach (var key in id.Sought())
            if (byKey.TryGetValue(key, out var known) && (known.Id != id.Text ? known.First : known.Other) is { } found) return found;
        return null;
    }
}
