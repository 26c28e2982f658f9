package dev.periplus.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs several command lines, with a plus between them: the launcher archives the classes that they load. */
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>();
        for (String word : arguments) {
            if (word.equals("+")) {
                Main.run(List.copyOf(words), Terminal.ofProcess(out, out));
                words.clear();
            } else {
                words.add(word);
            }
        }
        System.exit(Main.run(words, Terminal.ofProcess(out, out)).status());
    }
}
