package dev.periplus.fuzz;

import dev.periplus.calibrate.FuzzCalibration;
import dev.periplus.capture.FuzzCapture;
import dev.periplus.capture.FuzzPacketText;
import dev.periplus.classify.FuzzClassify;
import dev.periplus.command.FuzzFiles;
import dev.periplus.command.FuzzOutputs;
import dev.periplus.correlate.FuzzProcesses;
import dev.periplus.decode.FuzzDecode;
import dev.periplus.detect.FuzzAnnouncers;
import dev.periplus.detect.FuzzDecryption;
import dev.periplus.detect.FuzzDetectors;
import dev.periplus.detect.FuzzOpeners;
import dev.periplus.engine.FuzzKeptFlows;
import dev.periplus.registry.FuzzRegistry;
import dev.periplus.report.FuzzFilter;
import dev.periplus.report.FuzzReports;
import dev.periplus.review.FuzzCaseFiles;
import dev.periplus.ring.FuzzShards;
import dev.periplus.rule.FuzzConditions;
import dev.periplus.rule.FuzzRules;
import dev.periplus.sockets.FuzzSockets;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The targets. To add one, add an entry. */
enum FuzzTarget {
    CAPTURE(FuzzCapture.class, FuzzCapture::seeds, 2048),
    DECODE(FuzzDecode.class, FuzzDecode::seeds, 2048),
    DETECTORS(FuzzDetectors.class, FuzzDetectors::seeds, 2048),
    ANNOUNCERS(FuzzAnnouncers.class, FuzzAnnouncers::seeds, 2048),
    OPENERS(FuzzOpeners.class, FuzzOpeners::seeds, 2048),
    DECRYPTION(FuzzDecryption.class, FuzzDecryption::seeds, 4096),
    CLASSIFY(FuzzClassify.class, FuzzClassify::seeds, 2048),
    SHARDS(FuzzShards.class, FuzzShards::seeds, 4096),
    KEPT_FLOWS(FuzzKeptFlows.class, FuzzKeptFlows::seeds, 4096),
    PACKET_TEXT(FuzzPacketText.class, FuzzPacketText::seeds, 1024),
    CONDITIONS(FuzzConditions.class, FuzzConditions::seeds, 512),
    RULES(FuzzRules.class, FuzzRules::seeds, 2048),
    CASE_FILES(FuzzCaseFiles.class, FuzzCaseFiles::seeds, 1024),
    PROCESSES(FuzzProcesses.class, FuzzProcesses::seeds, 1024),
    FILTER(FuzzFilter.class, FuzzFilter::seeds, 256),
    SOCKETS(FuzzSockets.class, FuzzSockets::seeds, 2048),
    REGISTRY(FuzzRegistry.class, FuzzRegistry::seeds, 2048),
    CALIBRATION(FuzzCalibration.class, FuzzCalibration::seeds, 2048),
    REPORTS(FuzzReports.class, FuzzReports::seeds, 4096),
    OUTPUTS(FuzzOutputs.class, FuzzOutputs::seeds, 128),
    FILES(FuzzFiles.class, FuzzFiles::seeds, 128);

    final Class<?> type;
    final Supplier<List<byte[]>> seeds;

    /** Bytes of the longest input. */
    final int longest;

    FuzzTarget(Class<?> type, Supplier<List<byte[]>> seeds, int longest) {
        this.type = type;
        this.seeds = seeds;
        this.longest = longest;
    }

    /** Name of the target, and of its folder. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
