package dev.periplus.command;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.FileSearch;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.text.Printable;
import dev.periplus.transfer.CarriedFile;
import dev.periplus.transfer.FileType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the files that a flow carries into a folder. Reads the captures twice: to find the flow, and for its files. They are
 * what somebody sent: nothing in the folder should ever be executed.
 */
public final class Extract extends Operation {
    /** Bytes that are written at most, unless set. */
    public static final long USUAL_BYTES = 1L << 30;

    private final Reading reading;
    private final Captures captures;
    private final String flow;
    private final Path folder;
    private long most = USUAL_BYTES;

    /** @param flow number or uid of the flow */
    public Extract(Reading reading, Captures captures, String flow, Path folder) {
        this.reading = reading;
        this.captures = captures;
        this.flow = flow;
        this.folder = folder;
    }

    /** Writes at most so many bytes, of all files together. */
    public Extract atMost(long bytes) {
        most = bytes;
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        captures.canBeReadAgain("extract");
        Engine.Settings settings = reading.settings().withFiles();
        NamedFlow found = NamedFlow.find(flow, settings, captures.files(), console);
        FlowRecord record = found.record();
        if (record == null) {
            return Ending.UNREADABLE;
        }
        ExtractedFiles files = new ExtractedFiles(folder, record.number(), onlyName(record), most);
        try {
            FileSearch.read(settings, captures.files(), record, files);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        files.written().forEach(file -> console.out().println(line(file)));
        if (files.written().isEmpty() && !console.isQuiet()) {
            console.out().println("no files in flow " + record.number() + "; nothing was written");
        }
        if (files.leftOut() > 0) {
            console.problem(Amounts.count(files.leftOut(), "file") + " not written: --max-bytes");
        }
        boolean partial = files.leftOut() > 0
                || files.written().stream()
                        .anyMatch(file -> file.cut() > 0
                                || file.file().missing() > 0
                                || file.file().isDamaged());
        return Ending.DONE.or(partial, Ending.PARTIAL).or(found.unreadable(), Ending.UNREADABLE);
    }

    /** The name of the only file, which another flow may have told; empty if there are several. */
    private static String onlyName(FlowRecord record) {
        List<String> names = record.metadata().values("file", "name");
        return names.size() == 1 ? names.get(0) : "";
    }

    private static String line(ExtractedFiles.Written written) {
        CarriedFile file = written.file();
        FileType type = file.type();
        StringBuilder line = new StringBuilder(written.path().toString());
        line.append(": ").append(type == null ? "file" : type.name());
        line.append(", ").append(Amounts.count(file.size())).append(" bytes");
        String sha256 = file.sha256();
        line.append(sha256 == null ? "" : ", SHA-256 " + sha256);
        if (file.missing() > 0) {
            line.append(", ").append(Amounts.count(file.missing())).append(" bytes not captured and written as zeros");
        } else if (file.isDamaged()) {
            line.append(", part of it or damaged");
        } else if (!file.isWhole()) {
            line.append(", its end was not seen");
        }
        if (written.cut() > 0) {
            line.append(", ").append(Amounts.count(written.cut())).append(" bytes beyond --max-bytes left out");
        }
        return Printable.of(line.toString());
    }
}
