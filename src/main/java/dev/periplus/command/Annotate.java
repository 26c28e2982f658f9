package dev.periplus.command;

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

/** Copies captures into a pcapng file, with label and evidence as comments on the packets that prove them. */
public final class Annotate extends Operation {
    private final Reading reading;
    private final Captures captures;
    private final Path out;
    private boolean withSecrets;

    /** @param out file to write; replaced if it exists */
    public Annotate(Reading reading, Captures captures, Path out) {
        this.reading = reading;
        this.captures = captures;
        this.out = out;
    }

    /** Whether the file takes along the secrets of key logs that open its flows. */
    public Annotate withSecrets(boolean added) {
        withSecrets = added;
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        captures.canBeReadAgain("annotate");
        Outputs.check(out, captures);
        Engine.Settings settings = reading.settings();
        ResultFilter wanted = reading.wanted(settings.rules());
        Comments comments = new Comments();
        CopiedSecrets secrets = CopiedSecrets.of(withSecrets, reading);
        String keyLog;
        List<CaptureOutcome> outcomes;
        boolean partial;
        try (Engine engine = new Engine(settings)) {
            outcomes = engine.run(captures.files(), record -> {
                comments.flows++;
                secrets.add(record);
                if (wanted.test(record)) {
                    comments.add(record);
                }
            });
            keyLog = secrets.keyLog(engine.path().keys());
            partial = engine.path().flowCounters().evicted > 0;
        }
        PacketCopy copy = new PacketCopy(captures.files(), comments, keyLog);
        copy.writeTo(out);
        if (!console.isQuiet()) {
            console.out()
                    .println(Amounts.count(copy.packets(), "packet") + " in " + out + ", "
                            + Amounts.count(comments.byPlace.size(), "packet") + " with comments");
        }
        Ending yielded = console.problems(outcomes)
                ? Ending.UNREADABLE
                : RunYield.of(outcomes, comments.flows, comments.matching).ending(reading, wanted, console);
        return yielded.or(partial, Ending.PARTIAL);
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
