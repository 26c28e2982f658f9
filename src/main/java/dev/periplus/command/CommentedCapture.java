package dev.periplus.command;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.LiveCapture;
import dev.periplus.capture.LiveOptions;
import dev.periplus.capture.Recording;
import dev.periplus.engine.CommentedPackets;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RecordTaker;
import dev.periplus.report.text.PacketComment;
import dev.periplus.ring.PacketRing.WhenFull;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Writes the packets of an interface into a pipe, as pcapng, with label and evidence as a comment on the packet that proves it:
 * for Wireshark. They come six seconds late.
 */
public final class CommentedCapture extends Operation {
    private static final long SECOND = 1_000_000_000L;
    private static final long PAUSE_NANOS = 2 * SECOND;
    private static final long HOLD_NANOS = 6 * SECOND;

    private final Reading reading;
    private final String name;
    private final Path pipe;

    /**
     * @param name of the interface
     * @param pipe closed by its reader when enough was read
     */
    public CommentedCapture(Reading reading, String name, Path pipe) {
        this.reading = reading;
        this.name = name;
        this.pipe = pipe;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        Engine.Settings given = reading.settings().live(SECOND, SECOND).showingHosts(false);
        Engine.Settings settings = given.with(given.flow().withPauses(PAUSE_NANOS));
        List<String> names = List.of(name);
        LiveOptions options = LiveOptions.DEFAULT.with(reading.filter());
        try (Interrupt interrupt = new Interrupt(console);
                LiveCapture live = new LiveCapture(names, options, console::problem);
                CommentedPackets packets =
                        new CommentedPackets(pipe, names, options.snapLength(), HOLD_NANOS, Clock.systemUTC());
                Engine engine = new Engine(settings, WhenFull.DROP)) {
            interrupt.stops(live::stop);
            List<CaptureOutcome> outcomes =
                    engine.run(new Recording(live, packets, 0), names::get, new Commenting(packets));
            boolean failed = console.problems(outcomes);
            if (packets.hurried() > 0) {
                console.problem(packets.hurried() + " packets went on before their flow was known");
            }
            return Ending.DONE.or(packets.hurried() > 0, Ending.PARTIAL).or(failed, Ending.UNREADABLE);
        } catch (UncheckedIOException e) {
            console.problem("Wireshark has closed the pipe");
            return Ending.DONE;
        }
    }

    /** Comments the packets of labelled flows. */
    private record Commenting(CommentedPackets packets) implements RecordTaker {
        @Override
        public void flow(FlowRecord record) {
            if (record.verdict().label() != null) {
                packets.comment(PacketComment.place(record), PacketComment.of(record));
            }
        }

        @Override
        public void goesOn(FlowRecord record) {
            flow(record);
        }
    }
}
