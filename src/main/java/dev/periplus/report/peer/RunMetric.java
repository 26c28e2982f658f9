package dev.periplus.report.peer;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.InterfaceCount;
import dev.periplus.answer.RunSummary;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A number about a run that other programs watch.
 *
 * @param name such as {@code malformed.udp-length}
 * @param gauge whether it may fall; otherwise it counts from the start of the run
 */
public record RunMetric(String name, boolean gauge, List<Point> points) {
    private static final double SECOND = 1e9;

    /**
     * A value.
     *
     * @param of the interface that it is about, printable; or null for the run
     * @param value a {@link Long} or a {@link Double}
     */
    public record Point(@Nullable String of, Number value) {}

    /**
     * Returns a metric for each counter, and for what is known of each interface.
     *
     * @param interfaces empty for captures
     */
    public static List<RunMetric> of(RunSummary run, List<InterfaceCount> interfaces) {
        List<RunMetric> all = new ArrayList<>();
        for (Count count : run.counters().counts()) {
            all.add(whole(count.id(), isGauge(count.counter().kind()), count.value()));
        }
        all.add(whole("protocols-known", true, (long) run.rules()));
        all.add(whole("uptime-seconds", true, run.elapsed() / SECOND));
        if (!interfaces.isEmpty()) {
            all.add(each("up", true, interfaces, one -> one.up() ? 1 : 0));
            all.add(each("went-down", false, interfaces, InterfaceCount::outages));
            all.add(each("packets-received", false, interfaces, InterfaceCount::received));
            all.add(each("packets-kernel-dropped", false, interfaces, InterfaceCount::kernelDropped));
            all.add(each("packets-dropped", false, interfaces, InterfaceCount::interfaceDropped));
        }
        return all;
    }

    private static RunMetric whole(String name, boolean gauge, Number value) {
        return new RunMetric(name, gauge, List.of(new Point(null, value)));
    }

    private static RunMetric each(
            String what, boolean gauge, List<InterfaceCount> interfaces, ToLongFunction<InterfaceCount> value) {
        return new RunMetric(
                "interface." + what,
                gauge,
                interfaces.stream()
                        .map(one -> new Point(Printable.of(one.name()), value.applyAsLong(one)))
                        .toList());
    }

    private static boolean isGauge(Counter.Kind kind) {
        return switch (kind) {
            case GAUGE -> true;
            case FATE, LOSS, REASON, NOTE, COUNT -> false;
        };
    }
}
