package dev.periplus.api;

/** Which weights evidence may have. */
final class Weights {
    private static final double MOST = 300;

    private Weights() {}

    static double check(double weight) {
        if (!(weight >= 0 && weight <= MOST)) {
            throw new IllegalArgumentException("a weight of " + weight + " decibans; 0 to 300 are possible");
        }
        return weight;
    }
}
