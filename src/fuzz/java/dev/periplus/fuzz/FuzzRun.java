package dev.periplus.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Runs the targets, as many at once as there are processors, and prints what each did. Seeds, inputs that found new
 * paths, inputs that broke something and the output of Jazzer are in {@code target/fuzz/TARGET}. The exit status is 1 if
 * something broke.
 */
public final class FuzzRun {
    /** Time that a process needs before its first execution. */
    private static final int START_SECONDS = 4;

    private FuzzRun() {}

    /**
     * Takes the seconds for all targets together, then names of targets (all if there are none); or the name of a target
     * and the file of an input, which is run again.
     */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        List<String> names = List.of(args).subList(1, args.length);
        List<FuzzTarget> targets = Stream.of(FuzzTarget.values())
                .filter(target -> names.isEmpty() || names.contains(target.id()))
                .toList();
        boolean again = targets.size() == 1 && names.size() == 2;
        if (targets.size() != names.size() - (again ? 1 : 0) && !names.isEmpty()) {
            List<String> known =
                    Stream.of(FuzzTarget.values()).map(FuzzTarget::id).toList();
            throw new IllegalArgumentException("targets are " + String.join(", ", known));
        }
        boolean sound = again
                ? new FuzzProcess(targets.get(0)).again(Path.of(names.get(1)))
                : all(targets, Integer.parseInt(args[0]));
        System.exit(sound ? 0 : 1);
    }

    private static boolean all(List<FuzzTarget> targets, int seconds)
            throws IOException, InterruptedException, ExecutionException {
        int processors = Runtime.getRuntime().availableProcessors();
        int rounds = (targets.size() + processors - 1) / processors;
        int each = Math.max(1, seconds / rounds - START_SECONDS);
        List<FuzzProcess> processes = targets.stream().map(FuzzProcess::new).toList();
        for (FuzzProcess process : processes) {
            process.writeSeeds();
        }
        ExecutorService threads = Executors.newFixedThreadPool(processors);
        List<Future<FuzzOutcome>> running = new ArrayList<>();
        processes.forEach(process -> running.add(threads.submit(() -> process.run(each))));
        threads.shutdown();
        System.out.printf("%-12s %15s %8s %6s%n", "target", "executions", "edges", "inputs");
        long executions = 0;
        List<FuzzOutcome> broken = new ArrayList<>();
        for (Future<FuzzOutcome> future : running) {
            FuzzOutcome outcome = future.get();
            executions += outcome.executions();
            System.out.println(outcome.line());
            if (!outcome.isSound()) {
                broken.add(outcome);
            }
        }
        System.out.printf("%-12s %,15d%n", "all", executions);
        broken.forEach(outcome -> System.out.println(outcome.complaint()));
        return broken.isEmpty();
    }
}
