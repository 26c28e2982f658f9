package dev.periplus.mcp;

import java.util.function.Consumer;

/** Keeps the first characters of what a command prints. */
final class Text implements Consumer<String> {
    private final StringBuilder kept = new StringBuilder();
    private final int most;
    private long cut;

    /** @param most characters to keep */
    Text(int most) {
        this.most = most;
    }

    @Override
    public void accept(String line) {
        int room = Math.max(0, most - kept.length());
        kept.append(line, 0, Math.min(room, line.length()));
        cut += Math.max(0, line.length() - room);
        if (room > line.length()) {
            kept.append('\n');
        }
    }

    /** What was kept, and how much was not. */
    @Override
    public String toString() {
        return cut == 0 ? kept.toString() : kept + "\n… (" + cut + " more characters)";
    }
}
