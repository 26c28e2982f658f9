package dev.periplus.spark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The files that earlier runs have not read.
 *
 * @param inputs those to read
 * @param looks what their beginnings tell, digests included
 * @param left those that are not read, although they are not known: they have the bytes of a known file, or a known file
 *     has changed
 */
record NewFiles(List<Input> inputs, List<Look> looks, List<ReadFile> left) {
    private static final String CHANGED_NOW =
            "has changed while it was read; see that it is complete, and read it again" + " under another name";

    /** Finds them: files of the size and time that a run has noted are known, others are hashed. */
    static NewFiles among(JavaSparkContext spark, List<Input> all, EarlierRuns earlier) {
        List<Input> asked = new ArrayList<>();
        for (Input input : all) {
            EarlierRuns.Known known = earlier.latest(input.name());
            if (known == null || !known.is(input)) {
                asked.add(input);
            }
        }
        List<Look> looks = Look.at(spark, Stages.hadoop(spark), asked, Look.Hashed.ALL);
        NewFiles files = new NewFiles(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < asked.size(); i++) {
            files.add(asked.get(i), looks.get(i), earlier);
        }
        return files;
    }

    private void add(Input input, Look look, EarlierRuns earlier) {
        EarlierRuns.Known latest = earlier.latest(input.name());
        EarlierRuns.Known same = earlier.digested(look.sha256());
        EarlierRuns.Known read = earlier.read(input.name());
        if (look.sha256() == null && latest != null && latest.sha256() == null) {
            return; // as unreadable as before
        }
        if (same != null) {
            String which = same.name().equals(input.name()) ? "" : " as " + same.name();
            left.add(ReadFile.left(
                    input,
                    look,
                    ReadFile.State.REPEATED,
                    "is the same file" + which + ", which run " + same.run() + " has read"));
        } else if (read != null) {
            left.add(ReadFile.left(
                    input,
                    look,
                    ReadFile.State.CHANGED,
                    "has changed since run " + read.run() + " has read it; the rows are of what it was"));
        } else {
            inputs.add(input);
            looks.add(look);
        }
    }

    boolean isEmpty() {
        return inputs.isEmpty() && left.isEmpty();
    }

    /**
     * All of them, as they were read.
     *
     * @param read of those that were to be read
     * @param changed paths of those that have changed meanwhile
     */
    List<ReadFile> all(List<ReadFile> read, List<String> changed) {
        Set<String> paths = new HashSet<>(changed);
        List<ReadFile> all = new ArrayList<>();
        for (ReadFile file : read) {
            all.add(paths.contains(file.input().path()) ? file.noting(CHANGED_NOW) : file);
        }
        all.addAll(left);
        return all;
    }
}
