package dev.periplus.correlate;

import java.util.Set;

/** A pattern of process names: {@code *} matches any characters, also none. */
record ProcessName(String pattern) {
    /** Lengths to which names are cut: by Linux (TASK_COMM_LEN - 1) and, by default, by lsof. */
    private static final Set<Integer> CUTS = Set.of(15, 9);

    boolean matches(String name) {
        return isLike(name) || CUTS.contains(name.length()) && pattern.startsWith(name);
    }

    private boolean isLike(String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int starIn = 0;
        while (in < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                starIn = in;
            } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++starIn;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
