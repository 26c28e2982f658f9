package dev.periplus.command;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.file.PartFile;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Comes after a format that writes into a file, and gives the file its name at the end of the run. */
record Completion(PartFile file) implements FlowSink {
    @Override
    public void flow(FlowRecord record) {}

    @Override
    public void finish(RunSummary run) {
        try {
            file.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
