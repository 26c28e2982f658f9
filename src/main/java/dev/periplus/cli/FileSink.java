package dev.periplus.cli;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.file.PartFile;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A format in a file that appears once the run is over.
 *
 * @param format writes into the file
 */
record FileSink(FlowSink format, PartFile file) implements FlowSink {
    @Override
    public void flow(FlowRecord record) {
        format.flow(record);
    }

    @Override
    public void goesOn(FlowRecord record) {
        format.goesOn(record);
    }

    @Override
    public void finding(Finding finding) {
        format.finding(finding);
    }

    @Override
    public void flush() {
        format.flush();
    }

    @Override
    public void status(RunSummary soFar) {
        format.status(soFar);
    }

    @Override
    public void finish(RunSummary run) {
        format.finish(run);
        try {
            file.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
