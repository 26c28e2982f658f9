package dev.periplus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux says of processes in /proc; NaN where there is no such thing. */
final class ProcessFigures {
    /** The unit of times in /proc/PID/stat, on every architecture of today: 1/100 s. */
    private static final double TICKS_A_SECOND = 100;

    private static final double KIB_A_MEGABYTE = 1e6 / 1024;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s*(\\d+) kB$");

    private ProcessFigures() {}

    /**
     * CPU seconds of all children of this process that have ended, and of those that these waited for. The difference
     * over the life of an only child is exactly what it took, which no reading of the child itself can say in time.
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

    /** The most memory that a running process has had resident since it became the program it is, in megabytes. */
    static double peakMegabytes(long pid) {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc", String.valueOf(pid), "status")));
            return peak.find() ? Long.parseLong(peak.group(1)) / KIB_A_MEGABYTE : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
