"""Materials, all procedural. Colours are linear RGB."""

import bpy


class Palette(dict):
    """Materials by name; a missing name is an error of the caller."""

    def plain(self, name, colour, roughness=.7, metallic=0.0, specular=.4, emission=0.0):
        """One colour. Matte things have no gloss at all, which saves a bounce."""
        if roughness >= .65 and not metallic:
            specular = 0
        material = bpy.data.materials.new(name)
        material.use_nodes = True
        shader = material.node_tree.nodes["Principled BSDF"]
        shader.inputs["Base Color"].default_value = (*colour, 1)
        shader.inputs["Roughness"].default_value = roughness
        shader.inputs["Metallic"].default_value = metallic
        shader.inputs["Specular"].default_value = specular
        if emission:
            shader.inputs["Emission"].default_value = (*colour, 1)
            shader.inputs["Emission Strength"].default_value = emission
        material.cycles.sample_as_light = False
        self[name] = material
        return material

    def glow(self, name, strength, colour=None):
        """Changes how strongly a material shines."""
        shader = self[name].node_tree.nodes["Principled BSDF"]
        if colour:
            shader.inputs["Emission"].default_value = (*colour, 1)
        shader.inputs["Emission Strength"].default_value = strength

    def mottled(self, name, dark, light, scale, roughness=(.8, .9), detail=2.0, stretch=(1, 1, 1), specular=.0):
        """Two colours mixed by noise over world coordinates, with a roughness that follows."""
        material = self.plain(name, dark, .5 if specular else .9, specular=specular)
        nodes, links = material.node_tree.nodes, material.node_tree.links
        shader = nodes["Principled BSDF"]
        position = nodes.new("ShaderNodeNewGeometry")
        mapping = nodes.new("ShaderNodeMapping")
        mapping.inputs["Scale"].default_value = stretch
        noise = nodes.new("ShaderNodeTexNoise")
        noise.inputs["Scale"].default_value = scale
        noise.inputs["Detail"].default_value = detail
        ramp = nodes.new("ShaderNodeValToRGB")
        ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = .35, .65
        ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = (*dark, 1), (*light, 1)
        span = nodes.new("ShaderNodeMapRange")
        span.inputs["From Min"].default_value, span.inputs["From Max"].default_value = .4, .6
        span.inputs["To Min"].default_value, span.inputs["To Max"].default_value = roughness
        links.new(position.outputs["Position"], mapping.inputs["Vector"])
        links.new(mapping.outputs["Vector"], noise.inputs["Vector"])
        links.new(noise.outputs["Fac"], ramp.inputs["Fac"])
        links.new(noise.outputs["Fac"], span.inputs["Value"])
        links.new(ramp.outputs["Color"], shader.inputs["Base Color"])
        links.new(span.outputs["Result"], shader.inputs["Roughness"])
        return material

    def bricks(self, name, brick, mortar, scale=1.0):
        """Courses of brick on walls that face along x or y."""
        material = self.plain(name, brick, .9)
        nodes, links = material.node_tree.nodes, material.node_tree.links
        position = nodes.new("ShaderNodeNewGeometry")
        split = nodes.new("ShaderNodeSeparateXYZ")
        join = nodes.new("ShaderNodeCombineXYZ")
        along = nodes.new("ShaderNodeMath")
        texture = nodes.new("ShaderNodeTexBrick")
        texture.inputs["Color1"].default_value = (*brick, 1)
        texture.inputs["Color2"].default_value = (*[c * .72 for c in brick], 1)
        texture.inputs["Mortar"].default_value = (*mortar, 1)
        texture.inputs["Scale"].default_value = scale
        texture.inputs["Brick Width"].default_value, texture.inputs["Row Height"].default_value = .5, .18
        texture.inputs["Mortar Size"].default_value = .014
        links.new(position.outputs["Position"], split.inputs[0])
        links.new(split.outputs["X"], along.inputs[0])
        links.new(split.outputs["Y"], along.inputs[1])
        links.new(along.outputs[0], join.inputs["X"])
        links.new(split.outputs["Z"], join.inputs["Y"])
        links.new(join.outputs[0], texture.inputs["Vector"])
        links.new(texture.outputs["Color"], nodes["Principled BSDF"].inputs["Base Color"])
        return material


PAINTS = {
    "white": (.72, .73, .72), "silver": (.42, .44, .46), "grey": (.13, .14, .15), "black": (.012, .012, .014), "red": (.42, .02, .018),
    "blue": (.025, .07, .26), "navy": (.012, .024, .075), "green": (.03, .12, .07), "beige": (.42, .36, .27), "yellow": (.62, .38, .02),
    "orange": (.6, .16, .02), "teal": (.02, .19, .22),
}


def build(weather):
    """Every material of the street for a weather: day, dusk, rain or night."""
    p = Palette()
    wet = weather == "rain"
    damp = .55 if wet else 1
    p.mottled("asphalt", [c * damp for c in (.092, .092, .094)], [c * damp for c in (.128, .127, .124)], 5.5,
              (.08, .42) if wet else (.82, .92), 4, (1, .35, 1), .5 if wet else 0)
    p.mottled("patch", (.05, .05, .052), (.075, .075, .077), 3, (.12, .5) if wet else (.8, .9), specular=.5 if wet else 0)
    p.mottled("marking", (.42, .42, .40), (.68, .68, .66), 4, (.2, .4) if wet else (.7, .8))
    p.mottled("pavement", [c * damp for c in (.21, .2, .19)], [c * damp for c in (.33, .32, .30)], 1.4, (.2, .6) if wet else (.85, .95), specular=.4 if wet else 0)
    p.plain("joint", (.11, .105, .1), .9)
    p.mottled("kerb", (.3, .3, .29), (.42, .41, .4), 3)
    p.mottled("grass", (.035, .075, .015), (.08, .13, .03), 6)
    p.bricks("brick-red", (.24, .075, .045), (.33, .3, .27))
    p.bricks("brick-tan", (.40, .27, .16), (.42, .38, .33))
    p.bricks("brick-brown", (.15, .08, .055), (.28, .25, .22))
    p.mottled("plaster-cream", (.52, .45, .33), (.60, .53, .40), .5)
    p.mottled("plaster-grey", (.33, .34, .34), (.40, .41, .41), .5)
    p.mottled("plaster-white", (.60, .59, .56), (.68, .67, .64), .4)
    p.mottled("plaster-pink", (.48, .27, .21), (.55, .33, .26), .5)
    p.mottled("stone", (.30, .28, .25), (.40, .38, .34), 1.2)
    p.plain("trim", (.62, .61, .58), .7)
    p.plain("trim-dark", (.06, .06, .065), .5)
    p.plain("window", (.022, .028, .035), .08, specular=.8)
    p.plain("curtain", (.30, .29, .26), .5, specular=.6)
    p.plain("lit-window", (1.0, .62, .26), .4, emission={"night": 1.6, "dusk": 1.1}.get(weather, .06))
    p.plain("shop-window", (.05, .06, .065), .08, specular=.8, emission=0)
    p.glow("shop-window", {"night": .9, "dusk": .5, "rain": .25}.get(weather, .04), (1.0, .72, .42))
    p.plain("door", (.10, .045, .022), .5)
    for i, c in enumerate([(.42, .03, .03), (.03, .16, .09), (.03, .08, .27), (.5, .34, .05), (.3, .3, .3)]):
        p.plain(f"awning-{i}", c, .8)
    p.mottled("bark", (.055, .04, .028), (.12, .09, .065), 9, stretch=(1, 1, .2))
    p.mottled("leaf", (.022, .06, .008), (.085, .17, .028), 2.4)
    p.mottled("leaf-light", (.05, .11, .014), (.14, .22, .045), 2.4)
    for name, colour in PAINTS.items():
        p.plain("paint-" + name, colour, .28, .0, .6)
    p.plain("glass", (.012, .016, .018), .04, specular=.9)
    p.plain("rubber", (.014, .014, .015), .85)
    p.plain("plastic", (.022, .022, .024), .6)
    p.plain("rim", (.48, .49, .5), .3, .7)
    p.plain("chrome", (.7, .7, .7), .15, 1)
    p.plain("plate", (.75, .75, .7), .5)
    p.plain("grille", (.01, .01, .01), .4)
    lamps_on = weather != "day"
    p.plain("headlight", (.85, .87, .9), .1, specular=.8)
    p.glow("headlight", {"day": .15, "rain": 6, "dusk": 9, "night": 14}[weather], (1, .95, .84))
    p.plain("taillight", (.32, .006, .006), .2, specular=.7)
    p.glow("taillight", {"day": .06, "rain": 1.6, "dusk": 1.6, "night": 2.2}[weather], (1, .03, .02))
    p.plain("headlight-off", (.62, .65, .68), .1, specular=.8)
    p.plain("taillight-off", (.26, .006, .006), .2, specular=.7)
    p.plain("brakelight", (.4, .008, .006), .2)
    p.glow("brakelight", 9, (1, .03, .02))
    p.plain("indicator", (.75, .25, .02), .3, emission=.15)
    for name, colour in {"skin-a": (.55, .30, .20), "skin-b": (.24, .12, .075), "skin-c": (.42, .22, .13), "hair-dark": (.016, .011, .009),
                         "hair-brown": (.09, .045, .02), "hair-grey": (.33, .32, .31), "denim": (.035, .06, .14), "cloth-black": (.018, .018, .02),
                         "cloth-red": (.5, .025, .025), "cloth-yellow": (.66, .45, .03), "cloth-green": (.05, .2, .08), "cloth-blue": (.03, .12, .42),
                         "cloth-beige": (.42, .33, .22), "cloth-white": (.66, .66, .64), "cloth-grey": (.14, .14, .15), "cloth-orange": (.7, .2, .02),
                         "shoe": (.03, .025, .022), "bag": (.16, .07, .025)}.items():
        p.plain(name, colour, .85, specular=.2)
    p.plain("steel", (.16, .17, .17), .45, .6)
    p.plain("zinc", (.36, .37, .38), .5, .6)
    p.plain("signal-box", (.015, .016, .015), .5)
    p.plain("signal-yellow-box", (.55, .36, .02), .5)
    off = {"red": (.16, .008, .006), "amber": (.18, .09, .006), "green": (.006, .11, .05)}
    on = {"red": (1, .035, .02), "amber": (1, .42, .02), "green": (.05, 1, .42)}
    for name in off:
        p.plain("lens-" + name, off[name], .3)
        p.plain("lit-" + name, on[name], .3, emission=7 if lamps_on else 5)
    p.plain("sign-red", (.55, .012, .012), .5)
    p.plain("sign-white", (.78, .78, .76), .5)
    p.plain("sign-blue", (.015, .09, .42), .5)
    p.plain("sign-yellow", (.75, .48, .02), .5)
    p.plain("sign-green", (.01, .2, .09), .5)
    p.plain("sign-black", (.01, .01, .01), .5)
    p.plain("cone", (.78, .13, .012), .6)
    p.plain("lamp", (1, .82, .55), .4, emission={"night": 30, "dusk": 14}.get(weather, .1))
    return p
