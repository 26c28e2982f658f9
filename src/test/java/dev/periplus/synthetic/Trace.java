package dev.periplus.synthetic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The frames of a capture while it is made, with the answers expected. */
final class Trace {
    private final List<Frame> frames = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    void add(Frame frame) {
        frames.add(frame);
    }

    void expect(long start, String transport, Endpoint client, Endpoint server, String label, String standing) {
        answers.add(new Answer(start, transport, client, server, label, standing));
    }

    /** What came earlier was not captured. */
    void forgetBefore(long time) {
        frames.removeIf(frame -> frame.time() < time);
    }

    /** In order of time; frames of the same time as they were added. */
    List<Frame> frames() {
        return frames.stream().sorted(Comparator.comparingLong(Frame::time)).toList();
    }

    /** One line a flow, in the order of their first packets. */
    String expected() {
        return answers.stream()
                .sorted(Comparator.comparingLong(Answer::start))
                .map(Answer::line)
                .collect(Collectors.joining("", Answer.HEAD, ""));
    }
}
