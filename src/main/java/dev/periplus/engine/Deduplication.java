package dev.periplus.engine;

import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.ForwardingSink;
import dev.periplus.capture.ForwardingSource;
import dev.periplus.capture.PacketSink;
import java.util.List;

/**
 * Removes duplicate packets from captures of several sensors: a packet that several captures hold is passed on once. A
 * packet that one capture holds twice was sent twice, and both are passed on, unless the {@link SensorSurvey survey} has
 * found that the capture holds the packets of two places. What another capture holds before address translation is a
 * duplicate, too.
 *
 * <p>How it works. A packet is a duplicate if another capture had it less than {@link Duplicates#WINDOW_NANOS} ago, by clocks that are corrected.
 * Packets are not hashed while no other capture has packets at that time.
 */
public final class Deduplication extends ForwardingSource {
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final CaptureSet source;
    private final SensorSurvey survey;

    private final Duplicates found;
    private int current;
    private long latest = NEVER;

    /** Time of the latest packet of a capture other than the current one. */
    private long latestOfOthers = NEVER;

    /** @param count number of captures */
    public Deduplication(CaptureSet source, int count, SensorSurvey survey) {
        super(source);
        this.source = source;
        this.survey = survey;
        found = new Duplicates(count, survey);
    }

    @Override
    protected PacketSink before(PacketSink sink) {
        return new ForwardingSink(sink) {
            @Override
            public void packet(
                    byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
                boolean alone = isAlone(time, capture) && survey.copies(capture) < 0;
                if (alone || found.isNew(bytes, offset, captured, time, link, capture)) {
                    sink.packet(bytes, offset, captured, wire, time, link, capture, number);
                }
            }
        };
    }

    /** Whether no other capture has packets at this time. */
    private boolean isAlone(long time, int capture) {
        if (capture != current) {
            current = capture;
            latestOfOthers = latest;
        }
        latest = Math.max(latest, time);
        return time - latestOfOthers >= Duplicates.WINDOW_NANOS
                && source.timeOfOthers() - time >= Duplicates.WINDOW_NANOS;
    }

    /** Returns the number of packets of a capture that were left out because another capture had them. */
    public long duplicates(int capture) {
        return found.duplicates(capture);
    }

    /** Returns what is worth knowing of the sensors, a sentence each. */
    public List<String> notes() {
        return survey.notes(found);
    }
}
