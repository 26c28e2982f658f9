package dev.periplus.cli;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.decode.Packet;
import dev.periplus.engine.Engine;
import dev.periplus.engine.PacketCopy;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.text.PacketComment;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code periplus annotate -w OUT FILE…}: copies captures with results as comments on the packets that prove them. */
final class AnnotateCommand extends Command {
    AnnotateCommand() {
        super("annotate", "-w OUT FILE...: a copy with labels and evidence as packet comments");
    }

    @Override
    Arguments options() {
        Arguments arguments =
                Captures.declare(PathOptions.declare("periplus annotate [options] -w OUT.pcapng FILE..."));
        return CopiedSecrets.declare(Outputs.declareFilter(arguments.group("Output"), "comment only matching flows")
                .value("w", "write", "FILE", "output file, pcapng"));
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        List<String> captures = Captures.named(parsed);
        Captures.canBeReadAgain(captures, "annotate");
        Path out = Outputs.packetFile(parsed, captures);
        Engine.Settings settings = PathOptions.settings(parsed);
        ResultFilter wanted = Outputs.filter(parsed, settings.rules());
        Comments comments = new Comments();
        CopiedSecrets secrets = CopiedSecrets.of(parsed);
        String keyLog;
        List<CaptureOutcome> outcomes;
        boolean partial;
        try (Engine engine = new Engine(settings)) {
            outcomes = engine.run(captures, record -> {
                comments.flows++;
                secrets.add(record);
                if (wanted.test(record)) {
                    comments.add(record);
                }
            });
            keyLog = secrets.keyLog(engine.path().keys());
            partial = engine.path().flowCounters().evicted > 0;
        }
        PacketCopy copy = new PacketCopy(captures, comments, keyLog);
        copy.writeTo(out);
        if (!parsed.has("quiet")) {
            terminal.out()
                    .println(Amounts.count(copy.packets(), "packet") + " in " + out + ", "
                            + Amounts.count(comments.byPlace.size(), "packet") + " with comments");
        }
        boolean unreadable = Captures.printProblems(outcomes, "periplus: ", terminal.err());
        Exit yielded = unreadable
                ? Exit.UNREADABLE
                : RunYield.of(outcomes, comments.flows, comments.matching).exit(parsed, wanted, terminal);
        return yielded.or(partial, Exit.PARTIAL);
    }

    /** Comments by their packets. */
    private static final class Comments implements PacketCopy.Chooser {
        private final Map<Long, String> byPlace = new HashMap<>();
        private long flows;
        private long matching;

        void add(FlowRecord record) {
            matching++;
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
