package dev.periplus.correlate;

import dev.periplus.rulefile.RuleEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The protocols a program speaks: an entry of {@code rules/processes.yaml}.
 *
 * @param id unique
 * @param name of the program, for people
 * @param processes names of its processes in lower case without {@code .exe}; {@code *} matches any characters
 * @param services its Windows services, which run inside a process of another name
 * @param serves labels it speaks as a server; null if unknown
 * @param asks labels it speaks as a client; null if unknown
 * @param references sources for what it speaks
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
