package dev.periplus.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code src/docs/embedding.md}, one after another, compile and print what they show. */
class EmbeddingTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```\n```\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void examplesPrintWhatTheyShow() throws Exception {
        StringBuilder code = new StringBuilder();
        StringBuilder shown = new StringBuilder();
        Matcher examples = EXAMPLE.matcher(Files.readString(Path.of("src/docs/embedding.md")));
        int count = 0;
        while (examples.find()) {
            count++;
            code.append(examples.group(1));
            shown.append(examples.group(2));
        }
        assertEquals(4, count);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        run(code.toString(), new PrintStream(printed, true, UTF_8));
        assertEquals(shown.toString(), printed.toString(UTF_8));
    }

    /** Runs statements that print to {@code System.out}, as far as they are to see, and write into the current folder. */
    private void run(String statements, PrintStream out) throws Exception {
        Path source = folder.resolve("Examples.java");
        Files.writeString(
                source,
                "import dev.periplus.api.*;\nimport dev.periplus.command.*;\nimport java.nio.file.Path;\n"
                        + "public class Examples { public static void run(java.io.PrintStream out) throws Exception {\n"
                        + statements
                                .replace("System.out", "out")
                                .replace("System.err", "out")
                                .replace("case.zip", folder.resolve("case.zip").toString())
                        + "}}\n");
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-d",
                        folder.toString(),
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertEquals(0, status);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("Examples").getMethod("run", PrintStream.class).invoke(null, out);
        }
    }
}
