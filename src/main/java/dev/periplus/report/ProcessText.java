package dev.periplus.report;

import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.Role;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes the processes behind a flow; the text is not yet {@link Printable}. */
public final class ProcessText {
    private static final int MOST = 3;

    private ProcessText() {}

    /** Returns {@code sshd (pid 812, root), exact}, for example; null if nothing is known about the side. */
    static @Nullable String of(FlowRecord record, Role role) {
        for (Owner owner : record.owners()) {
            if (owner.role() == role) {
                return of(owner);
            }
        }
        return null;
    }

    /** Returns a sentence for each side whose processes are known. */
    public static List<String> sentences(FlowRecord record) {
        List<String> sentences = new ArrayList<>();
        for (Owner owner : record.owners()) {
            sentences.add(owner.role().word() + "'s process: " + of(owner));
        }
        return sentences;
    }

    /** Returns {@code curl (812) → sshd (77)}, the sides whose processes are known; printable, empty if none is. */
    public static String brief(FlowRecord record) {
        String client = brief(record, Role.CLIENT);
        String server = brief(record, Role.SERVER);
        return client + (server.isEmpty() ? "" : (client.isEmpty() ? "→ " : " → ") + server);
    }

    private static String brief(FlowRecord record, Role role) {
        for (Owner owner : record.owners()) {
            if (owner.role() == role && !owner.processes().isEmpty()) {
                OwningProcess process = owner.processes().get(0);
                String name = process.name();
                return Printable.of(name == null ? "pid " + process.pid() : name + " (" + process.pid() + ")");
            }
        }
        return "";
    }

    /** Returns {@code sshd (pid 812, root), exact}, for example. */
    public static String of(Owner owner) {
        String processes =
                owner.processes().stream().limit(MOST).map(ProcessText::of).collect(Collectors.joining(", "));
        int more = owner.processes().size() - MOST;
        return (processes.isEmpty() ? "unknown" : processes) + (more > 0 ? " and " + more + " more" : "") + ", "
                + owner.grade().word();
    }

    private static String of(OwningProcess process) {
        String name = process.name() == null ? "pid " + process.pid() : process.name() + " (pid " + process.pid();
        String user = process.user() == null ? "" : ", " + process.user();
        return process.name() == null ? name + user : name + user + ")";
    }
}
