package dev.periplus.synthetic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Collects the frames of a capture and its expected answers. */
final class Trace {
    private final List<Frame> frames = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    void add(Frame frame) {
        frames.add(frame);
    }

    void expect(long start, String transport, Endpoint client, Endpoint server, String label, String standing) {
        answers.add(new Answer(start, transport, client, server, label, standing));
    }

    /** Drops everything before the given time, as if it had not been captured. */
    void forgetBefore(long time) {
        frames.removeIf(frame -> frame.time() < time);
    }

    /** Returns the frames by time; frames with equal times stay in insertion order. */
    List<Frame> frames() {
        return frames.stream().sorted(Comparator.comparingLong(Frame::time)).toList();
    }

    /** Returns one line per flow, ordered by first packet. */
    String expected() {
        return answers.stream()
                .sorted(Comparator.comparingLong(Answer::start))
                .map(Answer::line)
                .collect(Collectors.joining("", Answer.HEAD, ""));
    }
}
