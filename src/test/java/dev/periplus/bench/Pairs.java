package dev.periplus.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Alternating runs of two commands: a disturbance of the machine affects both. */
record Pairs(List<ProcessRun> a, List<ProcessRun> b) {
    Pairs {
        a = List.copyOf(a);
        b = List.copyOf(b);
    }

    /** Runs A B A B … on a capture, this many times each. Both should have read it once before. */
    static Pairs run(Command a, Command b, Path capture, int rounds) throws IOException, InterruptedException {
        List<ProcessRun> ofA = new ArrayList<>();
        List<ProcessRun> ofB = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ofA.add(a.run(capture));
            ofB.add(b.run(capture));
        }
        return new Pairs(ofA, ofB);
    }

    /** A figure of A divided by the same figure of B, pair by pair. */
    Spread ratio(ToDoubleFunction<ProcessRun> figure) {
        double[] ratios = new double[a.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(a.get(i)) / figure.applyAsDouble(b.get(i));
        }
        return Spread.of(ratios);
    }
}
