package dev.periplus.classify;

import dev.periplus.flow.Inspection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What inspection found of one flow, once it is over.
 *
 * @param evidence in the order it was found
 * @param application the service inside the protocol, or null
 * @param metadata group → key → values, as detectors named them
 * @param opaque what was said looks encrypted or compressed
 * @param midstream the beginning of the stream was not captured
 */
public record Findings(
        List<Evidence> evidence,
        @Nullable String application,
        Map<String, Map<String, List<String>>> metadata,
        boolean opaque,
        boolean midstream)
        implements Inspection {
    /** Of a flow that said nothing. */
    public static final Findings NONE = new Findings(List.of(), null, Map.of(), false, false);

    private static final Findings OPAQUE = new Findings(List.of(), null, Map.of(), true, false);
    private static final Findings MIDSTREAM = new Findings(List.of(), null, Map.of(), false, true);
    private static final Findings OPAQUE_MIDSTREAM = new Findings(List.of(), null, Map.of(), true, true);

    /** Of a flow in which nothing was recognised. */
    static Findings nothing(boolean opaque, boolean midstream) {
        if (opaque) {
            return midstream ? OPAQUE_MIDSTREAM : OPAQUE;
        }
        return midstream ? MIDSTREAM : NONE;
    }
}
