namespace XthonBot.Load.Rows;

/// <summary>Some lines of the table that are measured together.</summary>
internal abstract class Row
{
    /// <summary>As it is named on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>How it is measured, for the reader of the table.</summary>
    public abstract string How { get; }

    public abstract Task MeasureAsync(Bench bench);
}
