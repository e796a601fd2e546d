import { mount } from 'svelte';
import { Emitter } from '../../../src/lib/emitter';
import App from '../../../src/ui/App.svelte';
import { DEFAULT_SETTINGS } from '../../../src/jam/settings';
const q = new URLSearchParams(location.search);
const scene = q.get('scene') ?? 'idle';
const changed = new Emitter<void>();
const PPQ = 480, BAR = 1920;
let bpm = 97;
const t0 = performance.now();
const at0 = Number(q.get('at') ?? 0);
let settings: any = { ...DEFAULT_SETTINGS };
const log: string[] = []; (window as any).log = log;
let isRunning = scene !== 'idle' && scene !== 'stopped';
const pos = () => isRunning ? at0 + (q.has('freeze') ? 0 : (performance.now() - t0) / 60000 * bpm * PPQ) : 0;
const n = (start: number, duration: number, pitch: number, velocity = 0.7) => ({ start, duration, pitch, velocity });
const mel = [[0,240,62],[240,240,64],[480,240,66],[720,240,69],[960,480,71],[1440,240,69],[1680,240,66],[1920,240,67],[2160,240,66],[2400,240,64],[2640,240,62],[2880,480,64],[3360,480,69]].map(([a,b,c],i)=>n(a!,b!,c!,.5+.04*i));
const bass = [n(0,900,50),n(960,900,57),n(1920,900,55),n(2880,900,52)];
const ai = [n(120,240,74),n(480,480,73),n(1200,240,71),n(1680,240,76),n(2040,480,74),n(2760,240,71),n(3120,600,69)];
const plan = [n(0,480,78),n(480,240,76),n(720,240,74),n(960,960,73),n(1920,240,74),n(2160,240,76),n(2400,720,78),n(3360,480,74)];
const layer = (id:number,by:string,sound:string,notes:any,isOpen=false)=>({id,by,sound,notes,isOpen});
const loop: any = { state:'empty', region:null, recordingFrom:null, layers:[], pending:null, canUndo:false, canRedo:false };
let turn: any = { kind:'idle' }, thePlan: any = null, heard: any[] = [], notice = '', pedal:any='record';
const region = { start: 0, length: 3840 };
if (scene === 'answering' || scene==='pending') {
  Object.assign(loop,{state:'playing',region,layers:[layer(1,'player','piano',mel),layer(2,'player','bass',bass),layer(3,'partner','electric-piano',ai)],canUndo:true,canRedo:false});
  turn={kind:'answering',until:Math.ceil((at0+1)/3840)*3840}; thePlan={start:Math.floor(at0/3840)*3840,length:3840,notes:plan,source:'model',isProvisional:false,candidate:1,candidates:3,isKept:false}; pedal='overdub';
}
if (scene==='pending'){ turn={kind:'thinking',answerAt:7680}; thePlan={...thePlan,start:7680,isProvisional:true,source:'transposed phrase'}; loop.state='playing'; loop.pending={action:'overdub',due:7680,isAutomatic:false}; notice='The loop is being recorded: close it first.'; }
if (scene==='recording'){ loop.state='recording'; loop.recordingFrom=0; turn={kind:'listening',until:3840}; loop.pending={action:'close',due:3840,isAutomatic:true}; pedal='close';
 heard = mel.map(m=>({pitch:m.pitch,start:m.start,end:m.start+m.duration})).filter(h=>h.start<=at0).map(h=>h.end>at0?{...h,end:null}:h); }
if (scene==='countin'){ turn={kind:'counting-in',until:0}; loop.state='armed'; loop.pending={action:'record',due:0,isAutomatic:false}; }
const set = (k:string)=>(...a:any[])=>{ log.push(k+JSON.stringify(a)); changed.emit(); };
const jam: any = { changed, get settings(){return settings;}, get bpm(){return bpm;}, get isRunning(){return isRunning;}, get loop(){return {...loop};}, get turn(){return turn;}, get plan(){return thePlan;}, counts:{answers:12,bySource:{model:11,'cached plan':1,'transposed phrase':0,phrase:0},misses:1}, get notice(){return notice;}, heardPosition:pos, heardNotes:(from:number)=>heard.filter(h=>h.start>=from), change:(s:any)=>{settings={...settings,...s};set('change')(s);}, setBpm:(b:number)=>{bpm=b;set('setBpm')(b);}, tap:set('tap'), startStop(){isRunning=!isRunning;set('startStop')();}, press:set('press'), get pedalAction(){return pedal;}, cancelPending(){loop.pending=null;set('cancel')();}, keep:set('keep'), swap:set('swap'), reject:set('reject'), panic:set('panic') };
const audio: any = { changed, status:{kind:'off',sentence:''}, async start(){ audio.status={kind:q.has('asleep')?'suspended':'running',sentence:q.has('asleep')?'The browser put the sound to sleep.':''}; changed.emit(); } };
const held = new Set<number>(); if (scene==='recording') { held.add(66); }
let lowest = 60;
const ports: any = { jam, audio, sounds:{changed,status:{kind:'loading',sentence:'Samples are loading; a synth plays until then.'}},
 midi:{changed,status: q.has('midi')?{kind:'on',sentence:'MIDI is on: play; the computer keyboard and the screen keys play all the same.'}:{kind:'off',sentence:'To play a MIDI device, turn MIDI on; the computer keyboard and the screen keys play all the same.'},inputs:q.has('midi')?[{id:'a',name:'Keystation 49 MK3',state:'connected'},{id:'b',name:'Launchkey',state:'busy'}]:[],selected:'all',select:set('select'),enable:set('enable')},
 screenKeys:{press(i:number,p:number){held.add(p);set('kpress')(i,p);(this as any).m??=new Map();(this as any).m.set(i,p);},move(i:number,p:number){const m=(this as any).m;if(m.get(i)!==p){held.delete(m.get(i));held.add(p);m.set(i,p);set('kmove')(i,p);}},release(i:number){const m=(this as any).m;if(m.has(i)){held.delete(m.get(i));m.delete(i);set('krelease')(i);}}},
 computerKeys:{changed,get lowest(){return lowest;},letters:[...'AWSEDFTGYHUJKOLP'],shiftOctave(o:number){lowest+=12*o;changed.emit();}},
 heldKeys:{changed,pitches:held}, phrases:{changed,list:[{name:'folk',title:'Folk: over the hill'},{name:'blues',title:'Blues: late train'},{name:'jazz',title:'Jazz: side door'},{name:'pop',title:'Pop: window seat'}],playing:scene==='recording'?'folk':null,play:set('play'),stop:set('stop')},
 composer:{changed,status:{kind:'ready',model:'MelodyRNN',backend:'wasm',sentence:'',firstBarSeconds:0.05},useCheckpoint:set('useCheckpoint')}, scheduler:{late:0,dropped:0}, saveMidi:set('save') };
mount(App, { target: document.getElementById('app')!, props: { ports } });
