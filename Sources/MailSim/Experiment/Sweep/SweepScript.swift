/// A script that plays a plan on many machines and merges what comes of it. It names no library of
/// the engine: a shard is a command, and what exists in the folder is complete.
public struct SweepScript: Sendable {
  public enum Engine: String, Hashable, Sendable, CaseIterable {
    /// A job array of Slurm, and a job that merges after it.
    case slurm
    /// GNU parallel: the cores of one machine, or of those in `--sshloginfile`.
    case parallel
    /// Dask distributed, a local cluster unless `SCHEDULER` names another.
    case dask
    /// An indexed Job of Kubernetes; never tried on a cluster, nor held against its schema.
    case kubernetes
  }

  public var engine: Engine
  /// The program as machines find it, the plan, and the folder for results.
  public var program: String
  public var plan: String
  public var folder: String
  public var shards: Int
  /// Seconds a shard will take, as a pilot replication tells; nil where none was played.
  public var secondsPerShard: Double?

  public init(
    _ engine: Engine, program: String, plan: String, folder: String, shards: Int,
    secondsPerShard: Double?
  ) {
    self.engine = engine
    self.program = program
    self.plan = plan
    self.folder = folder
    self.shards = shards
    self.secondsPerShard = secondsPerShard
  }

  public var text: String {
    switch engine {
    case .slurm: slurm
    case .parallel: parallel
    case .dask: dask
    case .kubernetes: kubernetes
    }
  }

  // MARK: Words

  private var names: (program: String, plan: String, folder: String) {
    (ShellText.quoted(program), ShellText.quoted(plan), ShellText.quoted(folder))
  }

  private var pilot: String {
    guard let seconds = secondsPerShard else { return "" }
    return "# By a pilot replication a shard takes about "
      + "\(Delay.seconds(Int64(seconds.rounded(.up))).spoken) on one core.\n"
  }

  /// Twice what the pilot says, and ten minutes.
  private var minutes: Int { 10 + Int((2 * (secondsPerShard ?? 1_500) / 60).rounded(.up)) }

  private var slurm: String {
    let (program, plan, _) = names
    let play =
      "exec \(program) sweep --plan \(plan) --shard $SLURM_ARRAY_TASK_ID/\(shards) "
      + "--out \(names.folder)"
    return """
      #!/bin/sh
      # Submits \(shards) shards of a sweep to Slurm, and a job that merges them: sh this-file
      \(pilot)set -eu
      mkdir -p \(names.folder)
      shards=$(sbatch --parsable --job-name=mailsim --array=0-\(shards - 1) --requeue \\
        --cpus-per-task=1 --time=\(minutes) --signal=TERM@30 \\
        --output=\(ShellText.quoted("\(folder)/shard-%a.log")) \\
        --wrap \(ShellText.quoted(play)))
      # Also after a failure: merging names what is missing, and how to play it.
      sbatch --parsable --job-name=mailsim-merge --dependency=afterany:$shards \\
        --kill-on-invalid-dep=yes --output=\(ShellText.quoted("\(folder)/merge.log")) \\
        --wrap \(ShellText.quoted("exec \(program) sweep --merge \(names.folder)"))

      """
  }

  private var parallel: String {
    let (program, plan, folder) = names
    return """
      #!/bin/sh
      # Plays \(shards) shards of a sweep with GNU parallel, and merges them: sh this-file
      # Started again it plays only what failed. MAILSIM_PARALLEL may hold further options, such as
      # --sshloginfile hosts.
      \(pilot)set -u
      mkdir -p \(folder)
      again=
      [ -e \(folder)/jobs.log ] && again=--resume-failed
      parallel --quote --joblog \(folder)/jobs.log $again ${MAILSIM_PARALLEL:-} \\
        \(program) sweep --plan \(plan) --shard {}/\(shards) --threads 1 --out \(folder) \\
        ::: $(seq 0 \(shards - 1))
      # Also after a failure: merging names what is missing, and how to play it.
      exec \(program) sweep --merge \(folder)

      """
  }

  private var dask: String {
    """
    #!/usr/bin/env python3
    # Plays \(shards) shards of a sweep with Dask distributed, and merges them.
    # SCHEDULER=tcp://host:8786 takes a cluster that runs; else one is made on this machine.
    \(pilot)import os
    import subprocess
    import sys

    from distributed import Client, LocalCluster

    MAILSIM, PLAN, FOLDER, SHARDS = \(JSONText.quoted(program)), \(JSONText.quoted(plan)), \(JSONText.quoted(folder)), \
    \(shards)


    def play(shard):
        subprocess.run([MAILSIM, "sweep", "--plan", PLAN, "--shard", f"{shard}/{SHARDS}",
                        "--threads", "1", "--out", FOLDER], check=True)


    def main():
        os.makedirs(FOLDER, exist_ok=True)
        scheduler = os.environ.get("SCHEDULER")
        cluster = scheduler or LocalCluster(
            processes=True, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
        with Client(cluster) as client:
            done = client.map(play, range(SHARDS), pure=False, retries=3)
            for shard, future in enumerate(done):
                if future.exception():
                    sys.stderr.write(f"shard {shard}: {future.exception()}\\n")
        # Also after a failure: merging names what is missing, and how to play it.
        sys.exit(subprocess.run([MAILSIM, "sweep", "--merge", FOLDER]).returncode)


    if __name__ == "__main__":
        main()

    """
  }

  private var kubernetes: String {
    """
    # Plays \(shards) shards of a sweep as an indexed Job. Not tried on a cluster: the image and
    # the claim are yours to name. Merge afterwards: mailsim sweep --merge FOLDER
    \(pilot)apiVersion: batch/v1
    kind: Job
    metadata:
      name: mailsim-sweep
    spec:
      completionMode: Indexed
      completions: \(shards)
      parallelism: \(min(shards, 50))
      backoffLimitPerIndex: 3
      podFailurePolicy:
        rules:
          - action: FailIndex
            onExitCodes: {operator: In, values: [64, 65, 66, 69, 70]}
      template:
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: 30
          containers:
            - name: mailsim
              image: mailsim
              command:
                - \(JSONText.quoted(program))
                - sweep
                - --plan
                - \(JSONText.quoted(plan))
                - --shard
                - $(JOB_COMPLETION_INDEX)/\(shards)
                - --threads
                - "1"
                - --out
                - \(JSONText.quoted(folder))
              volumeMounts:
                - {name: results, mountPath: \(JSONText.quoted(folder))}
          volumes:
            - name: results
              persistentVolumeClaim: {claimName: mailsim-results}

    """
  }
}
