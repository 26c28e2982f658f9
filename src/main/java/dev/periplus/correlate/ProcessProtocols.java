package dev.periplus.correlate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The protocols a process is known to speak.
 *
 * @param process its name as shown in evidence, with the Windows services that identify it
 * @param serves labels it speaks as a server; null if unknown
 * @param asks labels it speaks as a client; null if unknown
 */
record ProcessProtocols(
        String process,
        @Nullable List<String> serves,
        @Nullable List<String> asks) {}
