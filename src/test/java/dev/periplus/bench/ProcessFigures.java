package dev.periplus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads figures of processes from /proc on Linux; NaN if not available. */
final class ProcessFigures {
    /** The unit of times in /proc/PID/stat on every current architecture: 1/100 s. */
    private static final double TICKS_A_SECOND = 100;

    private static final double KIB_A_MEGABYTE = 1e6 / 1024;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s*(\\d+) kB$");

    private ProcessFigures() {}

    /**
     * CPU seconds of all ended children of this process and of the children they waited for. The difference over the
     * life of an only child is exactly its own time, which cannot be read from the child itself in time.
     */
    static double childrenSeconds() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM])) / TICKS_A_SECOND;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Peak resident memory of a running process since it last executed a program, in megabytes. */
    static double peakMegabytes(long pid) {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc", String.valueOf(pid), "status")));
            return peak.find() ? Long.parseLong(peak.group(1)) / KIB_A_MEGABYTE : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
