package dev.periplus.synthetic;

import java.util.Random;

/** SSH on TCP 3251. */
final class SshOn3251 implements Scenario {
    static final long SEED = 3251;

    private static final long START = Times.of("2023-09-18T21:44:10.569125961Z");

    @Override
    public Capture make() {
        Random random = new Random(SEED);
        Trace trace = new Trace();
        TcpTalk talk = new TcpTalk(
                Wire.ethernet(trace),
                new Endpoint("10.3.0.77", 40118),
                new Endpoint("10.3.0.9", 3251),
                random,
                START,
                Times.MILLISECOND);
        talk.expect("ssh", Answer.NOT_AS_REGISTERED);
        Ssh.run(talk, random, "SSH-2.0-OpenSSH_9.3", "SSH-2.0-OpenSSH_9.2p1 Debian-2", 25);
        return PcapFile.capture("ssh-on-3251.pcap", trace, 65535);
    }
}
