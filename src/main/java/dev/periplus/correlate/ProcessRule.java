package dev.periplus.correlate;

import dev.periplus.rulefile.RuleEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program and the protocols it speaks: an entry of {@code rules/processes.yaml}.
 *
 * @param id unique
 * @param name of the program, for people
 * @param processes names of its processes in lower case without {@code .exe}; {@code *} stands for any letters
 * @param services names of Windows services that are it, inside a process of another name
 * @param serves labels of flows whose server it may be; null where nothing can be said
 * @param asks labels of flows whose client it may be; null where nothing can be said
 * @param references where it is said what it speaks
 */
record ProcessRule(
        String id,
        String name,
        List<ProcessName> processes,
        List<String> services,
        @Nullable List<String> serves,
        @Nullable List<String> asks,
        List<String> references)
        implements RuleEntry {}
