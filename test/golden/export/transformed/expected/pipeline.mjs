var __esDecorate = (this && this.__esDecorate) || function (ctor, descriptorIn, decorators, contextIn, initializers, extraInitializers) {
    function accept(f) { if (f !== void 0 && typeof f !== "function") throw new TypeError("Function expected"); return f; }
    var kind = contextIn.kind, key = kind === "getter" ? "get" : kind === "setter" ? "set" : "value";
    var target = !descriptorIn && ctor ? contextIn["static"] ? ctor : ctor.prototype : null;
    var descriptor = descriptorIn || (target ? Object.getOwnPropertyDescriptor(target, contextIn.name) : {});
    var _, done = false;
    for (var i = decorators.length - 1; i >= 0; i--) {
        var context = {};
        for (var p in contextIn) context[p] = p === "access" ? {} : contextIn[p];
        for (var p in contextIn.access) context.access[p] = contextIn.access[p];
        context.addInitializer = function (f) { if (done) throw new TypeError("Cannot add initializers after decoration has completed"); extraInitializers.push(accept(f || null)); };
        var result = (0, decorators[i])(kind === "accessor" ? { get: descriptor.get, set: descriptor.set } : descriptor[key], context);
        if (kind === "accessor") {
            if (result === void 0) continue;
            if (result === null || typeof result !== "object") throw new TypeError("Object expected");
            if (_ = accept(result.get)) descriptor.get = _;
            if (_ = accept(result.set)) descriptor.set = _;
            if (_ = accept(result.init)) initializers.unshift(_);
        }
        else if (_ = accept(result)) {
            if (kind === "field") initializers.unshift(_);
            else descriptor[key] = _;
        }
    }
    if (target) Object.defineProperty(target, contextIn.name, descriptor);
    done = true;
};
var __runInitializers = (this && this.__runInitializers) || function (thisArg, initializers, value) {
    var useValue = arguments.length > 2;
    for (var i = 0; i < initializers.length; i++) {
        value = useValue ? initializers[i].call(thisArg, value) : initializers[i].call(thisArg);
    }
    return useValue ? value : void 0;
};
/** What Node cannot run by taking types off. Written by pipenb from transformed.pipenb. */
import { cell, done, pipeline } from "./runner.mjs";
pipeline({ title: "What Node cannot run by taking types off", parameters: [] });
// --- declare -----------------------------------------------------------------
await cell("declare");
var Color;
(function (Color) {
    Color[Color["Red"] = 1] = "Red";
    Color[Color["Green"] = 2] = "Green";
})(Color || (Color = {}));
function logged(target, context) {
    console.log(`${context.kind} ${String(context.name)}`);
}
// --- use ---------------------------------------------------------------------
await cell("use");
let Car = (() => {
    let _classDecorators = [logged];
    let _classDescriptor;
    let _classExtraInitializers = [];
    let _classThis;
    var Car = class {
        static { _classThis = this; }
        static {
            const _metadata = typeof Symbol === "function" && Symbol.metadata ? Object.create(null) : void 0;
            __esDecorate(null, _classDescriptor = { value: _classThis }, _classDecorators, { kind: "class", name: _classThis.name, metadata: _metadata }, null, _classExtraInitializers);
            Car = _classThis = _classDescriptor.value;
            if (_metadata) Object.defineProperty(_classThis, Symbol.metadata, { enumerable: true, configurable: true, writable: true, value: _metadata });
            __runInitializers(_classThis, _classExtraInitializers);
        }
        color;
        constructor(color) {
            this.color = color;
        }
        paint() {
            return Color[this.color];
        }
    };
    return Car = _classThis;
})();
console.log(new Car(Color.Green).paint());
done();
//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJmaWxlIjoicGlwZWxpbmUuanMiLCJzb3VyY2VSb290IjoiIiwic291cmNlcyI6WyJwaXBlbGluZS50cyJdLCJuYW1lcyI6W10sIm1hcHBpbmdzIjoiOzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7O0FBQUEsMkZBQTJGO0FBQzNGLE9BQU8sRUFBRSxJQUFJLEVBQUUsSUFBSSxFQUFFLFFBQVEsRUFBRSxNQUFNLGNBQWMsQ0FBQztBQUVwRCxRQUFRLENBQUMsRUFBRSxLQUFLLEVBQUUsMENBQTBDLEVBQUUsVUFBVSxFQUFFLEVBQUUsRUFBRSxDQUFDLENBQUM7QUFFaEYsZ0ZBQWdGO0FBQ2hGLE1BQU0sSUFBSSxDQUFDLFNBQVMsQ0FBQyxDQUFDO0FBQ3RCLElBQUssS0FBd0I7QUFBN0IsV0FBSyxLQUFLO0lBQUcsK0JBQU8sQ0FBQTtJQUFFLG1DQUFLLENBQUE7QUFBQyxDQUFDLEVBQXhCLEtBQUssS0FBTCxLQUFLLFFBQW1CO0FBQzdCLFNBQVMsTUFBTSxDQUFDLE1BQWdCLEVBQUUsT0FBOEI7SUFDOUQsT0FBTyxDQUFDLEdBQUcsQ0FBQyxHQUFHLE9BQU8sQ0FBQyxJQUFJLElBQUksTUFBTSxDQUFDLE9BQU8sQ0FBQyxJQUFJLENBQUMsRUFBRSxDQUFDLENBQUM7QUFDekQsQ0FBQztBQUVELGdGQUFnRjtBQUNoRixNQUFNLElBQUksQ0FBQyxLQUFLLENBQUMsQ0FBQztJQUVaLEdBQUc7NEJBRFIsTUFBTTs7Ozs7Ozs7WUFDUCw2S0FLQzs7O1lBTEssdURBQUc7O1FBQ2EsS0FBSztRQUF6QixZQUFvQixLQUFZO1lBQVosVUFBSyxHQUFMLEtBQUssQ0FBTztRQUFHLENBQUM7UUFDcEMsS0FBSztZQUNILE9BQU8sS0FBSyxDQUFDLElBQUksQ0FBQyxLQUFLLENBQUMsQ0FBQztRQUMzQixDQUFDOzs7O0FBRUgsT0FBTyxDQUFDLEdBQUcsQ0FBQyxJQUFJLEdBQUcsQ0FBQyxLQUFLLENBQUMsS0FBSyxDQUFDLENBQUMsS0FBSyxFQUFFLENBQUMsQ0FBQztBQUUxQyxJQUFJLEVBQUUsQ0FBQyJ9