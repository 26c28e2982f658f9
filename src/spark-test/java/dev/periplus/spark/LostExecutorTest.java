package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor that is killed in the middle changes nothing. */
class LostExecutorTest {
    private static final String HOME = "spark.test.home";
    private static final String TESTING = "spark.testing";

    @TempDir
    Path folder;

    /** Kills an executor once it may have some of the packets that tasks wait for. */
    private static final class Killer extends SparkListener {
        private final int after;
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger removed = new AtomicInteger();

        /** @param after number of tasks whose results others read */
        Killer(int after) {
            this.after = after;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            if (task.taskType().equals("ShuffleMapTask") && ended.incrementAndGet() == after) {
                executor().ifPresent(ProcessHandle::destroyForcibly);
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }

        private static Optional<ProcessHandle> executor() {
            return ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("java"))
                    .findFirst();
        }
    }

    private static SparkSession cluster(Path home) throws IOException {
        // where workers look for Spark, which is on the class path
        Files.createDirectories(home.resolve("jars"));
        Files.createDirectories(home.resolve("launcher/target/scala-2.13"));
        System.setProperty(TESTING, "true");
        System.setProperty(HOME, home.toString());
        return SparkSession.builder()
                .master("local-cluster[2,1,1024]")
                .config("spark.ui.enabled", "false")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
    }

    @Test
    void theTableIsTheSame() throws IOException {
        String captures = OnSpark.captures().stream()
                .map(Path::toString)
                .filter(name -> name.contains("framehawk") || name.contains("hdx"))
                .collect(Collectors.joining(","));
        List<String> expected = OnSpark.texts(OnSpark.table("flows", captures, 4), "record");
        OnSpark.session().stop();
        try (SparkSession spark = cluster(folder)) {
            Killer killer = new Killer(12);
            spark.sparkContext().addSparkListener(killer);
            List<String> records = OnSpark.texts(OnSpark.table("flows", captures, 4), "record");
            assertEquals(expected, records);
            assertEquals(1, killer.removed.get());
            assertTrue(killer.ended.get() > 5 * 4 + 3, "tasks that were run again: " + killer.ended.get());
        } finally {
            System.clearProperty(TESTING);
            System.clearProperty(HOME);
        }
    }
}
