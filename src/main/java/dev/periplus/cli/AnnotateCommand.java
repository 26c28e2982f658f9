package dev.periplus.cli;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.decode.Packet;
import dev.periplus.engine.Engine;
import dev.periplus.engine.PacketCopy;
import dev.periplus.report.text.PacketComment;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code periplus annotate -w OUT FILE…}: copies captures with results as comments on the packets that prove them. */
final class AnnotateCommand extends Command {
    AnnotateCommand() {
        super("annotate", "-w OUT FILE...: a copy with labels and evidence as packet comments");
    }

    @Override
    Arguments options() {
        return Captures.declare(PathOptions.declare("periplus annotate [options] -w OUT.pcapng FILE..."))
                .value(
                        "Y",
                        "result-filter",
                        "CONDITION",
                        "comment only matching flows, such as 'label==ssh and server.port!=22'")
                .value("w", "write", "FILE", "output file, pcapng")
                .flag("q", "quiet", "print problems only");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        List<String> captures = Captures.named(parsed);
        Captures.canBeReadAgain(captures, "annotate");
        Path out = Outputs.packetFile(parsed, captures);
        Predicate<FlowRecord> wanted = Outputs.filter(parsed);
        Comments comments = new Comments();
        List<CaptureOutcome> outcomes;
        boolean partial;
        try (Engine engine = new Engine(PathOptions.settings(parsed))) {
            outcomes = engine.run(captures, record -> {
                if (wanted.test(record)) {
                    comments.add(record);
                }
            });
            partial = engine.path().flowCounters().evicted > 0;
        }
        PacketCopy copy = new PacketCopy(captures, comments);
        copy.writeTo(out);
        if (!parsed.has("quiet")) {
            terminal.out()
                    .println(Amounts.count(copy.packets(), "packet") + " in " + out + ", "
                            + Amounts.count(comments.byPlace.size(), "packet") + " with comments");
        }
        boolean unreadable = Captures.printProblems(outcomes, "periplus: ", terminal.err());
        return Exit.DONE.or(partial, Exit.PARTIAL).or(unreadable, Exit.UNREADABLE);
    }

    /** Comments by their packets. */
    private static final class Comments implements PacketCopy.Chooser {
        private final Map<Long, String> byPlace = new HashMap<>();

        void add(FlowRecord record) {
            byPlace.merge(PacketComment.place(record), PacketComment.of(record), (one, other) -> one + "\n" + other);
        }

        @Override
        public boolean wants(int capture, long number) {
            return true;
        }

        @Override
        public @Nullable String comment(int capture, long number) {
            return byPlace.get(Packet.place(capture, number));
        }
    }
}
