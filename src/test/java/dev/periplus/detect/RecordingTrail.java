package dev.periplus.detect;

import dev.periplus.classify.Trail;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records what a detector finds. Fails if evidence refers to bytes that are not available. */
public final class RecordingTrail implements Trail {
    /** One piece of evidence; negative weights are against the label. */
    public record Found(String label, double weight, String says, long packet, int frameOffset, int length) {}

    public final List<Found> found = new ArrayList<>();

    /** Values by {@code group.key}. */
    public final Map<String, List<String>> metadata = new TreeMap<>();

    /** The role last reported as the server, null if there was no report. */
    public @Nullable Role server;

    private @Nullable Object state;

    @Override
    public void found(String label, double weight, String says, Said said, int offset, int length) {
        if (offset < 0 || length < 0 || offset + length > said.length()) {
            throw new IllegalArgumentException(offset + "+" + length + " of " + said.length());
        }
        found.add(new Found(label, weight, says, said.packetOf(offset), said.frameOffsetOf(offset), length));
    }

    @Override
    public void behaves(String label, double weight, String says) {
        found.add(new Found(label, weight, says, 0, -1, 0));
    }

    @Override
    public void against(String label, double weight, String says) {
        found.add(new Found(label, -weight, says, 0, -1, 0));
    }

    @Override
    public void metadata(String group, String key, String value) {
        metadata.computeIfAbsent(group + '.' + key, k -> new ArrayList<>()).add(value);
    }

    @Override
    public @Nullable Object state() {
        return state;
    }

    @Override
    public void state(Object newState) {
        state = newState;
    }

    @Override
    public void serverIs(Role role) {
        server = role;
    }

    /** Sum of the evidence for and against a label, in decibans. */
    public double weight(String label) {
        return found.stream()
                .filter(f -> f.label().equals(label))
                .mapToDouble(Found::weight)
                .sum();
    }

    /** The first value of {@code group.key}, or null. */
    public @Nullable String first(String key) {
        List<String> values = metadata.get(key);
        return values == null ? null : values.get(0);
    }
}
