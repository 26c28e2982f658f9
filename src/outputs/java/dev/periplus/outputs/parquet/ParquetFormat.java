package dev.periplus.outputs.parquet;

import dev.periplus.answer.FlowSink;
import dev.periplus.natives.BundledLibrary;
import dev.periplus.report.AddedFormat;
import dev.periplus.report.Destination;
import java.io.IOException;

/** {@code -o parquet=DIR}. */
public final class ParquetFormat implements AddedFormat {
    /** For {@link java.util.ServiceLoader}. */
    public ParquetFormat() {}

    @Override
    public String id() {
        return "parquet";
    }

    @Override
    public FlowSink open(Destination destination) throws IOException {
        BundledLibrary.loadZstd();
        return new ParquetReport(destination);
    }
}
