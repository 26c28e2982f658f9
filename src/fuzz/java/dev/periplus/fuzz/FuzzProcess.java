package dev.periplus.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jazzer on one target, in a process of its own. */
final class FuzzProcess {
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    private static final List<String> MACHINE =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:-OmitStackTraceInFastThrow", "-XX:+EnableDynamicAgentLoading");

    /** A slower execution, in seconds, and a larger process, in MiB, are findings too. */
    private static final List<String> LIMITS = List.of("-timeout=60", "-rss_limit_mb=2048");

    private final FuzzTarget target;
    private final Path folder;

    FuzzProcess(FuzzTarget target) {
        this.target = target;
        folder = Path.of("target/fuzz", target.id());
    }

    /** Writes the seeds, and makes the folder for the inputs that find new paths. */
    void writeSeeds() throws IOException {
        Files.createDirectories(folder.resolve("corpus"));
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        int number = 0;
        for (byte[] seed : target.seeds.get()) {
            if (seed.length <= target.longest) {
                Files.write(seeds.resolve(String.valueOf(number++)), seed);
            }
        }
    }

    FuzzOutcome run(int seconds) throws IOException, InterruptedException {
        List<String> command = command();
        command.addAll(List.of(
                folder.resolve("corpus").toString(),
                folder.resolve("seeds").toString(),
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + seconds,
                "-seed=" + Long.getLong("fuzz.seed", 0),
                "-max_len=" + target.longest,
                "-print_final_stats=1"));
        Path log = folder.resolve("output.txt");
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        return FuzzOutcome.of(target.id(), status, log);
    }

    /** Runs one input; returns whether nothing breaks. */
    boolean again(Path input) throws IOException, InterruptedException {
        List<String> command = command();
        command.add(input.toString());
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(MACHINE);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), JAZZER));
        command.add("--target_class=" + target.type.getName());
        command.add("--instrumentation_includes=dev.periplus.**:org.pcap4j.packet.**");
        command.add("--custom_hook_includes=dev.periplus.**");
        command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection");
        command.add("--mutator_framework=false");
        command.add("--reproducer_path=" + folder);
        command.addAll(LIMITS);
        return command;
    }
}
