package dev.periplus.correlate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The protocols that a process is known to speak.
 *
 * @param process its name, with the Windows services that tell, as a sentence calls it
 * @param serves labels of flows whose server it may be; null where nothing can be said
 * @param asks labels of flows whose client it may be; null where nothing can be said
 */
record ProcessProtocols(
        String process,
        @Nullable List<String> serves,
        @Nullable List<String> asks) {}
