using BenchmarkDotNet.Running;

// Without arguments everything is measured; "--filter *Scene*" measures a part, "--list flat" names them all.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
