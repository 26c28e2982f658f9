package dev.periplus.report;

import dev.periplus.answer.FlowSink;
import java.io.IOException;

/**
 * An output format whose libraries come in jars of their own, so that runs without it neither load nor hold them. The
 * jars lie on the path of {@code --plugin}; {@link java.util.ServiceLoader} finds the format there.
 */
public interface AddedFormat {
    /** The name of the format in {@code -o}. */
    String id();

    /**
     * Begins the output. Called once for each {@code -o}, before the first packet.
     *
     * @throws IOException if the destination cannot be used; its message is shown to the user
     */
    FlowSink open(Destination destination) throws IOException;
}
