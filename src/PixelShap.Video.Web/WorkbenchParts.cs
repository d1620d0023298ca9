using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.UseCases;
using PixelShap.Video.Runs.WhatIf;
using PixelShap.Video.Web.Library;

namespace PixelShap.Video.Web;

/// <summary>The use cases that the pages call, and what they are made with.</summary>
/// <param name="Media">Reads clips.</param>
/// <param name="Parts">Makes the parts of a run.</param>
/// <param name="Codec">Encodes pictures.</param>
/// <param name="Product">The program.</param>
/// <param name="Analyse">Runs.</param>
/// <param name="Plan">Says what a run would need.</param>
/// <param name="Ask">Opens a finished run for more questions.</param>
/// <param name="Auditor">Tells what the answers of many runs rest on.</param>
/// <param name="Choices">What settings may hold.</param>
/// <param name="Time">The clock.</param>
public sealed record WorkbenchParts(
    IMediaLibrary Media, IRunParts Parts, IImageCodec Codec, ProductInfo Product, AnalyseClip Analyse, PlanRun Plan, AskAgain Ask, IRunAuditor Auditor, SettingChoices Choices, TimeProvider Time);
