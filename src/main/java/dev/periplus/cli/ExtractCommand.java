package dev.periplus.cli;

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
import java.util.ArrayList;
import java.util.List;

/**
 * {@code periplus extract FLOW -w DIR FILE…}: writes the files that a flow carries. Reads the captures twice: to find the flow,
 * and for its files.
 */
final class ExtractCommand extends Command {
    private static final long MOST = 1L << 30;

    ExtractCommand() {
        super("extract", "FLOW -w DIR FILE...: write the files that a flow carries");
    }

    @Override
    Arguments options() {
        return Captures.declare(PathOptions.declare("periplus extract [options] N|UID -w DIR FILE..."))
                .group("Output")
                .value("w", "write", "DIR", "folder for the files; never execute what is in it")
                .value(null, "max-bytes", "N", "write at most N bytes (default 1073741824)")
                .example("periplus extract 12 -w files capture.pcap");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.rest().isEmpty()) {
            throw new UsageException("extract takes the number or uid of a flow, then captures");
        }
        String folder = parsed.get("write");
        if (folder == null) {
            throw new UsageException("extract needs a folder for the files, as -w files");
        }
        String which = parsed.rest().get(0);
        List<String> words =
                new ArrayList<>(parsed.rest().subList(1, parsed.rest().size()));
        words.addAll(parsed.all("read"));
        List<String> captures = Captures.named(words, parsed.all("list"));
        Captures.canBeReadAgain(captures, "extract");
        long most = parsed.number("max-bytes", MOST, 1, Long.MAX_VALUE);
        Engine.Settings settings = PathOptions.settings(parsed).withFiles();
        NamedFlow found = NamedFlow.find(which, settings, captures, terminal);
        FlowRecord record = found.record();
        if (record == null) {
            return Exit.UNREADABLE;
        }
        ExtractedFiles files = new ExtractedFiles(Path.of(folder), record.number(), onlyName(record), most);
        try {
            FileSearch.read(settings, captures, record, files);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        files.written().forEach(file -> terminal.out().println(line(file)));
        if (files.written().isEmpty() && !parsed.has("quiet")) {
            terminal.out().println("no files in flow " + record.number() + "; nothing was written");
        }
        if (files.leftOut() > 0) {
            terminal.err().println("periplus: " + Amounts.count(files.leftOut(), "file") + " not written: --max-bytes");
        }
        boolean partial = files.leftOut() > 0
                || files.written().stream()
                        .anyMatch(file -> file.cut() > 0
                                || file.file().missing() > 0
                                || file.file().isDamaged());
        return Exit.DONE.or(partial, Exit.PARTIAL).or(found.unreadable(), Exit.UNREADABLE);
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
